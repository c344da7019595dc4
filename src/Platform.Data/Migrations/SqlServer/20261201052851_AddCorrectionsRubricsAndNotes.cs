using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddCorrectionsRubricsAndNotes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Notes",
                table: "PracticeSessions",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "PausedByTrainee",
                table: "PracticeSessions",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Rubric",
                table: "PracticeAssignments",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ActCorrections",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    TurnId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Acts = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    CorrectedAt = table.Column<long>(type: "bigint", nullable: false),
                    CorrectedBy = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ActCorrections", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ActCorrections_PracticeTurns_TurnId",
                        column: x => x.TurnId,
                        principalTable: "PracticeTurns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ActCorrections_TurnId",
                table: "ActCorrections",
                column: "TurnId",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ActCorrections");

            migrationBuilder.DropColumn(
                name: "Notes",
                table: "PracticeSessions");

            migrationBuilder.DropColumn(
                name: "PausedByTrainee",
                table: "PracticeSessions");

            migrationBuilder.DropColumn(
                name: "Rubric",
                table: "PracticeAssignments");
        }
    }
}
