using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>Markdown by its syntax tree; raw HTML in it is dropped.</summary>
internal static class MarkdownDocuments
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    public static DocumentText Read(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        var text = SourceText.Decode(content);
        MarkdownDocument syntax;
        try
        {
            syntax = Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException failure) // Markdig's answer to nesting without end
        {
            throw new ImportFileException(FileProblem.Unsafe, "its elements are nested too deeply", failure) { Chinese = "嵌套过深" };
        }

        var document = new DocumentTextBuilder();
        Read(syntax, document, cancellationToken);
        return document.Build();
    }

    private static void Read(ContainerBlock container, DocumentTextBuilder document, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var block in container)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    document.Heading(heading.Level, TextOf(heading.Inline));
                    break;
                case Table table:
                    ReadTable(table, document);
                    break;
                case HtmlBlock or LinkReferenceDefinitionGroup:
                    break;
                case CodeBlock code:
                    document.Block(code.Lines.ToString(), code.Line + 1);
                    break;
                case LeafBlock leaf:
                    document.Block(TextOf(leaf.Inline), leaf.Line + 1);
                    break;
                case ContainerBlock inner:
                    Read(inner, document, cancellationToken);
                    break;
            }
        }
    }

    private static void ReadTable(Table table, DocumentTextBuilder document)
    {
        string[] header = [];
        foreach (var row in table.OfType<TableRow>())
        {
            var cells = row.OfType<TableCell>().Select(cell => string.Join(' ', cell.Descendants<LeafBlock>().Select(leaf => TextOf(leaf.Inline)))).ToArray();
            if (row.IsHeader)
                header = cells;
            else
                document.TableRow(header, cells, row.Line + 1);
        }
    }

    private static string TextOf(ContainerInline? inlines) => inlines is null ? "" : string.Concat(inlines.Descendants().Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => "\n",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        _ => "",
    }));
}
