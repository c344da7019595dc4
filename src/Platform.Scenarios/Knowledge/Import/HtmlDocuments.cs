using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>HTML as text. Nothing is fetched and nothing runs; scripts, styles and page furniture are dropped.</summary>
internal static class HtmlDocuments
{
    private const int Deepest = 500;

    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "noscript", "template", "head", "nav", "footer", "form", "button", "select", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "section", "article", "main", "aside", "header", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "table", "thead", "tbody", "tfoot", "tr", "caption", "hr", "body", "details", "summary", "address",
    };

    public static DocumentText Read(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        var text = SourceText.Decode(content);
        if (NestingOf(text) > Deepest)
            throw new ImportFileException(FileProblem.Unsafe, $"its elements are nested deeper than {Deepest}") { Chinese = $"嵌套超过 {Deepest} 层" };

        using var html = new HtmlParser().ParseDocument(text);
        var walk = new Walk(new DocumentTextBuilder(), cancellationToken);
        if (html.Body is { } body)
            walk.Children(body);
        walk.Flush();
        var document = walk.Document.Build();
        return document.Title is null && html.Title is { Length: > 0 } title ? document with { Title = EntryContent.OneLine(title) } : document;
    }

    /// <summary>A rough count before the parser, whose time grows with the depth; elements that may stay open are not counted.</summary>
    private static int NestingOf(string text)
    {
        var (depth, deepest) = (0, 0);
        for (var i = text.IndexOf('<', StringComparison.Ordinal); i >= 0 && i + 1 < text.Length; i = text.IndexOf('<', i + 1))
        {
            var closes = text[i + 1] == '/';
            var start = closes ? i + 2 : i + 1;
            var end = start;
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end])) end++;
            if (end == start || MayStayOpen(text.AsSpan(start, end - start)))
                continue;

            depth = closes ? Math.Max(depth - 1, 0) : depth + 1;
            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }

    private static bool MayStayOpen(ReadOnlySpan<char> name) => name.ToString().ToLowerInvariant() is
        "br" or "hr" or "img" or "input" or "meta" or "link" or "area" or "base" or "col" or "source" or "track" or "wbr" or "embed" or "param"
        or "p" or "li" or "dt" or "dd" or "tr" or "td" or "th" or "thead" or "tbody" or "tfoot" or "option" or "optgroup" or "colgroup" or "html" or "head" or "body";

    private sealed class Walk(DocumentTextBuilder document, CancellationToken cancellationToken)
    {
        private readonly StringBuilder _text = new();
        private int _block = 1;

        public DocumentTextBuilder Document => document;

        public void Children(INode parent)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var node in parent.ChildNodes)
            {
                if (node is IText text)
                    _text.Append(text.Data.Replace('\n', ' '));
                else if (node is IElement element && !Dropped.Contains(element.LocalName))
                    Element(element);
            }
        }

        public void Flush()
        {
            var text = EntryContent.OneLine(_text.ToString());
            _text.Clear();
            if (text.Length > 0)
                document.Block(text, _block++);
        }

        private void Element(IElement element)
        {
            var name = element.LocalName;
            if (name is ['h', >= '1' and <= '6'])
            {
                Flush();
                Children(element);
                document.Heading(name[1] - '0', _text.ToString());
                _text.Clear();
            }
            else if (name == "br")
            {
                _text.Append('\n');
            }
            else if (name == "table")
            {
                Flush();
                Table(element);
            }
            else if (Blocks.Contains(name))
            {
                Flush();
                Children(element);
                Flush();
            }
            else
            {
                Children(element);
            }
        }

        /// <summary>A table within a cell becomes text of that cell.</summary>
        private void Table(IElement table)
        {
            string[] header = [];
            foreach (var row in table.QuerySelectorAll("tr").Where(row => row.Closest("table") == table))
            {
                var cells = row.Children.Where(cell => cell.LocalName is "td" or "th").ToArray();
                var texts = cells.Select(CellText).ToArray();
                if (header.Length == 0 && cells.Length > 0 && cells.All(cell => cell.LocalName == "th"))
                    header = texts;
                else
                    document.TableRow(header, texts, _block++);
            }
        }

        private static string CellText(IElement cell) =>
            string.Concat(cell.Descendants().OfType<IText>().Where(text => !text.Ancestors().OfType<IElement>().Any(a => Dropped.Contains(a.LocalName))).Select(text => text.Data + " "));
    }
}
