using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class PracticeTraining : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "PausedAt",
                table: "PracticeSessions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "PausedForSafety",
                table: "PracticeSessions",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "PlayedBy",
                table: "PracticeSessions",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Unanswered",
                table: "PracticeSessions",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CheckMarks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SessionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    HeadId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Criterion = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Check = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    MachineMet = table.Column<bool>(type: "bit", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    TraineeComment = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    TrainerComment = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    PersonMet = table.Column<bool>(type: "bit", nullable: true),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true),
                    DecidedBy = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CheckMarks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CheckMarks_PracticeSessions_SessionId",
                        column: x => x.SessionId,
                        principalTable: "PracticeSessions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PracticeAssignments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TrainerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TraineeId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Family = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Persona = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Case = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    Difficulty = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    Crisis = table.Column<bool>(type: "bit", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: true),
                    Note = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    GivenAt = table.Column<long>(type: "bigint", nullable: false),
                    WithdrawnAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PracticeAssignments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PracticeCohorts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    TrainerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PracticeCohorts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PreferencePairs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SessionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ParentId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    BetterId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    BetterScore = table.Column<int>(type: "int", nullable: false),
                    WorseScore = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PreferencePairs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PreferencePairs_PracticeSessions_SessionId",
                        column: x => x.SessionId,
                        principalTable: "PracticeSessions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SafetyNotes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SessionId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ConversationId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ChannelUser = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Text = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    Acute = table.Column<bool>(type: "bit", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Finding = table.Column<int>(type: "int", nullable: false),
                    Remark = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    SeenBy = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    SeenAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SafetyNotes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Whispers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SessionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TrainerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Whispers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Whispers_PracticeSessions_SessionId",
                        column: x => x.SessionId,
                        principalTable: "PracticeSessions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "CohortMember",
                columns: table => new
                {
                    CohortId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TraineeId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CohortMember", x => new { x.CohortId, x.TraineeId });
                    table.ForeignKey(
                        name: "FK_CohortMember_PracticeCohorts_CohortId",
                        column: x => x.CohortId,
                        principalTable: "PracticeCohorts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CheckMarks_Criterion",
                table: "CheckMarks",
                column: "Criterion");

            migrationBuilder.CreateIndex(
                name: "IX_CheckMarks_SessionId_Check_HeadId",
                table: "CheckMarks",
                columns: new[] { "SessionId", "Check", "HeadId" },
                unique: true,
                filter: "[HeadId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CheckMarks_State_At",
                table: "CheckMarks",
                columns: new[] { "State", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_CohortMember_TraineeId",
                table: "CohortMember",
                column: "TraineeId");

            migrationBuilder.CreateIndex(
                name: "IX_PracticeAssignments_TraineeId_GivenAt",
                table: "PracticeAssignments",
                columns: new[] { "TraineeId", "GivenAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PracticeAssignments_TrainerId",
                table: "PracticeAssignments",
                column: "TrainerId");

            migrationBuilder.CreateIndex(
                name: "IX_PracticeCohorts_TrainerId_Name",
                table: "PracticeCohorts",
                columns: new[] { "TrainerId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PreferencePairs_SessionId_BetterId_WorseId",
                table: "PreferencePairs",
                columns: new[] { "SessionId", "BetterId", "WorseId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PreferencePairs_State_At",
                table: "PreferencePairs",
                columns: new[] { "State", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SafetyNotes_Finding_At",
                table: "SafetyNotes",
                columns: new[] { "Finding", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Whispers_SessionId_At",
                table: "Whispers",
                columns: new[] { "SessionId", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CheckMarks");

            migrationBuilder.DropTable(
                name: "CohortMember");

            migrationBuilder.DropTable(
                name: "PracticeAssignments");

            migrationBuilder.DropTable(
                name: "PreferencePairs");

            migrationBuilder.DropTable(
                name: "SafetyNotes");

            migrationBuilder.DropTable(
                name: "Whispers");

            migrationBuilder.DropTable(
                name: "PracticeCohorts");

            migrationBuilder.DropColumn(
                name: "PausedAt",
                table: "PracticeSessions");

            migrationBuilder.DropColumn(
                name: "PausedForSafety",
                table: "PracticeSessions");

            migrationBuilder.DropColumn(
                name: "PlayedBy",
                table: "PracticeSessions");

            migrationBuilder.DropColumn(
                name: "Unanswered",
                table: "PracticeSessions");
        }
    }
}
