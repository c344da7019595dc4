using System.Text.Json;
using Parquet;
using Parquet.Serialization;

namespace Platform.Model.Corpus.Reading;

/// <summary>Rows of a Parquet file as records: one row group in memory at a time.</summary>
internal static class ParquetRecords
{
    public static IEnumerable<JsonElement> Read(string path)
    {
        using var file = Open(path);
        var groups = Wait(path, ParquetReader.CreateAsync(file, leaveStreamOpen: true), reader =>
        {
            var count = reader.RowGroupCount;
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            return count;
        });
        for (var group = 0; group < groups; group++)
        {
            file.Position = 0;
            foreach (var row in Wait(path, ParquetSerializer.DeserializeUntypedAsync(file, rowGroupIndex: group), rows => rows.Data))
                yield return JsonSerializer.SerializeToElement(row, JsonSerializerOptions.Web);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (IOException unreadable)
        {
            throw new CorpusException($"{path} cannot be opened: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>The readers of the corpus are plain sequences; nothing else runs on their thread.</summary>
    private static TOut Wait<TIn, TOut>(string path, Task<TIn> reading, Func<TIn, TOut> of)
    {
        try
        {
            return of(reading.GetAwaiter().GetResult());
        }
        catch (Exception broken) when (broken is ParquetException or IOException or InvalidDataException or NotSupportedException)
        {
            throw new CorpusException($"{path} is no Parquet file that can be read: {broken.Message}", broken);
        }
    }
}
