namespace Platform.Model.Training;

/// <summary>Rows cut or packed into blocks of one length.</summary>
internal sealed class TokenBlocks
{
    /// <summary>Stands for a target that does not count, as in PyTorch's cross entropy.</summary>
    public const int Ignored = -100;

    private readonly List<TokenBlock> _blocks;

    private TokenBlocks(List<TokenBlock> blocks) => _blocks = blocks;

    public int Count => _blocks.Count;

    public TokenBlock this[int index] => _blocks[index];

    /// <summary>Tokens that count.</summary>
    public long Targets => _blocks.Sum(block => (long)block.Counted);

    /// <param name="filler">Fills what is left of a block; does not count.</param>
    public static TokenBlocks Of(IEnumerable<TrainingRow> rows, int tokens, Packing packing, int filler) =>
        new(packing == Packing.Plain ? Plain(rows, tokens) : Packed(rows, tokens, filler));

    private static List<TokenBlock> Plain(IEnumerable<TrainingRow> rows, int tokens)
    {
        var (blocks, ids, learned) = (new List<TokenBlock>(), new List<int>(), new List<bool>());
        foreach (var row in rows)
        {
            ids.AddRange(row.Ids);
            learned.AddRange(row.Learned);
            while (ids.Count > tokens)
            {
                var block = new TokenBlock(tokens);
                block.Put(0, ids, learned, 0, tokens, document: 0);
                blocks.Add(block);
                ids.RemoveRange(0, tokens); // the last token of a block is the first of the next
                learned.RemoveRange(0, tokens);
            }
        }

        return blocks;
    }

    /// <summary>Best fit, the largest first.</summary>
    private static List<TokenBlock> Packed(IEnumerable<TrainingRow> rows, int tokens, int filler)
    {
        var blocks = new List<TokenBlock>();
        var open = new SortedSet<(int Free, int Block)>();
        foreach (var row in rows.OrderByDescending(row => row.Ids.Length))
        {
            var length = Math.Min(row.Ids.Length - 1, tokens);
            if (length < 1)
                continue;
            var fit = open.GetViewBetween((length, 0), (int.MaxValue, int.MaxValue)).Min;
            if (fit == default)
            {
                fit = (tokens, blocks.Count);
                blocks.Add(new TokenBlock(tokens, filler));
            }

            open.Remove(fit);
            var block = blocks[fit.Block];
            block.Put(tokens - fit.Free, row.Ids, row.Learned, 0, length, ++block.Documents);
            if (fit.Free > length)
                open.Add((fit.Free - length, fit.Block));
        }

        return blocks;
    }
}

/// <summary>Tokens of one block, what follows each, and which document each belongs to.</summary>
internal sealed class TokenBlock
{
    public TokenBlock(int tokens, int filler = 0)
    {
        (Inputs, Targets, Document, Positions) = (new int[tokens], new int[tokens], new int[tokens], new int[tokens]);
        Array.Fill(Inputs, filler);
        Array.Fill(Targets, TokenBlocks.Ignored);
    }

    public int[] Inputs { get; }

    public int[] Targets { get; }

    /// <summary>0 for filler and for blocks that are one piece.</summary>
    public int[] Document { get; }

    /// <summary>Within the document.</summary>
    public int[] Positions { get; }

    public int Documents { get; set; }

    public int Counted => Targets.Count(target => target != TokenBlocks.Ignored);

    /// <summary>Tokens but filler.</summary>
    public int Filled => Documents == 0 ? Inputs.Length : Document.Count(document => document > 0);

    /// <summary>Puts tokens from .. from + length of a row at a place of the block; the token behind them is the last target.</summary>
    public void Put(int place, IReadOnlyList<int> ids, IReadOnlyList<bool> learned, int from, int length, int document)
    {
        for (var i = 0; i < length; i++)
        {
            Inputs[place + i] = ids[from + i];
            Targets[place + i] = learned[from + i + 1] ? ids[from + i + 1] : TokenBlocks.Ignored;
            Document[place + i] = document;
            Positions[place + i] = i;
        }
    }
}
