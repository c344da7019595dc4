using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Model.Corpus;

/// <summary>Keeps what was left out: which document, why, and how it begins.</summary>
internal sealed class DropWriter(string path) : IDisposable
{
    private const int Shown = 200;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly StreamWriter _writer = new(path + ".part", append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };

    public void Write(CorpusDocument document, string reason)
    {
        var text = document.AllText;
        _writer.WriteLine(JsonSerializer.Serialize(new { document.Id, document.Source, reason, begins = text.Length > Shown ? text[..Shown] : text }, Json));
    }

    /// <summary>Takes over what an earlier stage dropped.</summary>
    public void Append(string path)
    {
        foreach (var line in CorpusFile.Lines(path))
            _writer.WriteLine(line);
    }

    public void Finish()
    {
        _writer.Dispose();
        File.Move(path + ".part", path, overwrite: true);
    }

    public void Dispose() => _writer.Dispose();
}
