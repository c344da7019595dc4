using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Platform.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AuthoredContent : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "CaseVersion",
                table: "PracticeSessions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PersonaVersion",
                table: "PracticeSessions",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AuthoredContents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Key = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Lang = table.Column<string>(type: "nvarchar(8)", maxLength: 8, nullable: false),
                    Title = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Latest = table.Column<int>(type: "int", nullable: false),
                    Released = table.Column<int>(type: "int", nullable: true),
                    RetiredAt = table.Column<long>(type: "bigint", nullable: true),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuthoredContents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AuthoredVersions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ContentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Note = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    AuthorId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    ReleasedAt = table.Column<long>(type: "bigint", nullable: true),
                    Sheet = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    Accepted = table.Column<bool>(type: "bit", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuthoredVersions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AuthoredVersions_AuthoredContents_ContentId",
                        column: x => x.ContentId,
                        principalTable: "AuthoredContents",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AuthoredContents_Key",
                table: "AuthoredContents",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuthoredVersions_ContentId_Number",
                table: "AuthoredVersions",
                columns: new[] { "ContentId", "Number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AuthoredVersions");

            migrationBuilder.DropTable(
                name: "AuthoredContents");

            migrationBuilder.DropColumn(
                name: "CaseVersion",
                table: "PracticeSessions");

            migrationBuilder.DropColumn(
                name: "PersonaVersion",
                table: "PracticeSessions");
        }
    }
}
