using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Platform.Testing;

/// <summary>Makes the database behave as on a disk that is full: SQLite itself then refuses to grow the file (SQLITE_FULL).</summary>
public sealed class SmallDisk : DbConnectionInterceptor
{
    public bool IsFull { get; set; }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <remarks>A limit below the size of the file is taken as that size, so 1 means: not a page more.</remarks>
    private string Pragma => $"PRAGMA max_page_count={(IsFull ? 1 : int.MaxValue)}";
}
