namespace Platform.Scenarios.Knowledge.Import;

/// <summary>Plain text: paragraphs parted by empty lines.</summary>
internal static class PlainDocuments
{
    public static DocumentText Read(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        var document = new DocumentTextBuilder();
        var paragraph = new List<string>();
        var (line, start) = (0, 1);
        foreach (var text in SourceText.Decode(content).ReplaceLineEndings("\n").Split('\n'))
        {
            cancellationToken.ThrowIfCancellationRequested();
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                Flush();
                continue;
            }

            if (paragraph.Count == 0) start = line;
            paragraph.Add(text);
        }

        Flush();
        return document.Build();

        void Flush()
        {
            document.Block(string.Join('\n', paragraph), start);
            paragraph.Clear();
        }
    }
}
