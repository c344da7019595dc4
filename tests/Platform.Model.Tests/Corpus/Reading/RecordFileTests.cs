using Parquet.Serialization;
using Platform.Model.Corpus;
using Platform.Model.Corpus.Reading;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Corpus.Reading;

public sealed class RecordFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Rows_of_a_Parquet_file_are_records()
    {
        var path = Path.Combine(_folder, "rows.parquet");
        var rows = Enumerable.Range(0, 250).Select(number => new Row { Title = $"第{number}篇", Number = number, Lines = ["一", "二"] });
        await ParquetSerializer.SerializeAsync(rows, path, cancellationToken: TestContext.Current.CancellationToken);

        var records = RecordFile.Read(path).ToList();

        records.Count.ShouldBe(250);
        new RecordTemplate("{Title} {Number}\n{Lines}").Fill(records[210]).ShouldBe("第210篇 210\n一\n二");
    }

    [Fact]
    public void A_text_file_is_one_record()
    {
        var path = Path.Combine(_folder, "通知.txt");
        File.WriteAllText(path, "关于停水的通知\r\n各位居民：\n明天停水。\n");

        new RecordTemplate("《{name}》\n{text}").Fill(RecordFile.Read(path).Single()).ShouldBe("《通知》\n关于停水的通知\n各位居民：\n明天停水。");
    }

    [Theory]
    [InlineData("broken.parquet", "is no Parquet file")]
    [InlineData("broken.jsonl", "Line 1")]
    [InlineData("broken.csv", ".parquet")]
    public void What_cannot_be_read_is_said(string name, string said)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "this is nothing of the kind, whatever its name says");

        Should.Throw<CorpusException>(() => RecordFile.Read(path).ToList()).Message.ShouldContain(said);
    }

    private sealed class Row
    {
        public string Title { get; set; } = "";

        public int Number { get; set; }

        public List<string> Lines { get; set; } = [];
    }
}
