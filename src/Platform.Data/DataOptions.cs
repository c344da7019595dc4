using System.ComponentModel.DataAnnotations;

namespace Platform.Data;

/// <summary>Which database is used, section <c>Database</c>.</summary>
public enum DatabaseProvider
{
    Sqlite = 0,
    SqlServer = 1,
}

/// <summary>Where everything is kept. Bound from the sections <c>Platform</c> and <c>Database</c>.</summary>
public sealed class DataOptions
{
    /// <summary>The one folder of all state: database, uploads, search index, keys. Relative paths start at the working folder.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Needed for SQL Server; SQLite uses <c>platform.db</c> in the data folder when this is empty.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>How long a SQLite connection waits for another writer before it gives up.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public string FullPath(params string[] parts) => Path.Combine([Path.GetFullPath(DataFolder), .. parts]);
}
