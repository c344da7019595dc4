using Platform.Model.Corpus;
using Platform.Model.Recipes;

namespace Platform.Model.Training;

/// <summary>The documents that a recipe asks for, as tokens.</summary>
internal static class TrainingRows
{
    public static IEnumerable<TrainingRow> Read(IEnumerable<string> files, DataPart data, RowEncoder encoder) => files.SelectMany(CorpusFile.Read)
        .Where(document => data.Sources.Count == 0 || data.Sources.Contains(document.Source, StringComparer.Ordinal)).Select(encoder.Encode);

    /// <exception cref="RecipeException">There is too little.</exception>
    public static TokenBlocks Blocks(DataPart data, RowEncoder encoder)
    {
        var blocks = TokenBlocks.Of(Read(data.Train, data, encoder), data.BlockTokens, data.Packing, encoder.End);
        if (blocks.Count == 0)
            throw new RecipeException($"The training files hold fewer than {data.BlockTokens} tokens; give more data or smaller blocks.");
        return blocks.Targets > 0 ? blocks : throw new RecipeException("Nothing in the training files is to be learned: no document has a turn of the assistant. Set data.learn to Everything, or swapRoles.");
    }
}
