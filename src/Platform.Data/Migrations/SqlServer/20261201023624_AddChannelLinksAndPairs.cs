using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddChannelLinksAndPairs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Conversations_Handling",
                table: "Conversations");

            migrationBuilder.AddColumn<string>(
                name: "Rejected",
                table: "DatasetRows",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Recogniser",
                table: "CheckMarks",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Rubric",
                table: "CheckMarks",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RubricVersion",
                table: "CheckMarks",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ChannelLinks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Channel = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Person = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    LinkedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChannelLinks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ChannelLinks_AspNetUsers_AccountId",
                        column: x => x.AccountId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "LinkCodes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AccountId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    MadeAt = table.Column<long>(type: "bigint", nullable: false),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LinkCodes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_LinkCodes_AspNetUsers_AccountId",
                        column: x => x.AccountId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Conversations_Handling_LastTurnAt",
                table: "Conversations",
                columns: new[] { "Handling", "LastTurnAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ChannelLinks_AccountId",
                table: "ChannelLinks",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_ChannelLinks_Person",
                table: "ChannelLinks",
                column: "Person",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LinkCodes_AccountId",
                table: "LinkCodes",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_LinkCodes_Hash",
                table: "LinkCodes",
                column: "Hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ChannelLinks");

            migrationBuilder.DropTable(
                name: "LinkCodes");

            migrationBuilder.DropIndex(
                name: "IX_Conversations_Handling_LastTurnAt",
                table: "Conversations");

            migrationBuilder.DropColumn(
                name: "Rejected",
                table: "DatasetRows");

            migrationBuilder.DropColumn(
                name: "Recogniser",
                table: "CheckMarks");

            migrationBuilder.DropColumn(
                name: "Rubric",
                table: "CheckMarks");

            migrationBuilder.DropColumn(
                name: "RubricVersion",
                table: "CheckMarks");

            migrationBuilder.CreateIndex(
                name: "IX_Conversations_Handling",
                table: "Conversations",
                column: "Handling");
        }
    }
}
