using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Platform.Data.Operations;

/// <summary>Why the database could not be read or written at all, as opposed to a rule of the schema that refused something.</summary>
public enum DatabaseFailure
{
    /// <summary>Another process holds the write lock longer than the busy timeout.</summary>
    Busy = 0,

    /// <summary>There is no room on the disk.</summary>
    Full = 1,

    /// <summary>The file or its folder may not be written.</summary>
    ReadOnly = 2,

    /// <summary>It cannot be reached, or answered with an error of its own.</summary>
    Unavailable = 3,
}

public static class DatabaseFailures
{
    extension(DatabaseFailure)
    {
        /// <returns>Null when the exception does not say that the database failed.</returns>
        public static DatabaseFailure? Of(Exception? exception) => exception switch
        {
            null => null,
            SqliteException sqlite => OfSqlite(sqlite.SqliteErrorCode),
            SqlException { Number: 1205 or -2 } => DatabaseFailure.Busy, // deadlock victim, timeout
            SqlException { Number: 1105 or 9002 } => DatabaseFailure.Full, // filegroup, log
            SqlException { Number: 2601 or 2627 or 547 } => null,
            SqlException => DatabaseFailure.Unavailable,
            DbUpdateException or InvalidOperationException or AggregateException => Of(exception.InnerException),
            _ => null,
        };
    }

    public static string InWords(this DatabaseFailure failure) => failure switch
    {
        DatabaseFailure.Busy => "The database is busy: another program holds it. Nothing was kept; try again in a moment.",
        DatabaseFailure.Full => "The database's disk is full. Nothing was kept; make room and try again.",
        DatabaseFailure.ReadOnly => "The database may not be written. Nothing was kept; make its folder writable.",
        _ => "The database cannot be reached. Nothing was kept; try again in a moment.",
    };

    private static DatabaseFailure? OfSqlite(int code) => code switch
    {
        5 or 6 => DatabaseFailure.Busy, // SQLITE_BUSY, SQLITE_LOCKED
        13 => DatabaseFailure.Full, // SQLITE_FULL
        8 => DatabaseFailure.ReadOnly, // SQLITE_READONLY
        10 or 11 or 14 or 26 => DatabaseFailure.Unavailable, // SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_NOTADB
        _ => null,
    };
}
