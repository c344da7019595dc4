using System.Text;

namespace Platform.Model.Corpus;

/// <summary>Writes documents aside; <see cref="Finish"/> puts the file in its place, so that a file with its name is always whole.</summary>
internal sealed class DocumentWriter(string path) : IDisposable
{
    private readonly StreamWriter _writer = new(path + ".part", append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };

    public void Write(CorpusDocument document) => _writer.WriteLine(CorpusFile.Line(document));

    public void Finish()
    {
        _writer.Dispose();
        File.Move(path + ".part", path, overwrite: true);
    }

    public void Dispose() => _writer.Dispose();
}
