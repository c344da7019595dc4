using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using Platform.Model.Tokenization;
using Platform.Model.Training;
using static TorchSharp.torch;

namespace Platform.Model.Distillation;

/// <summary>The model that a student learns from; it learns nothing itself.</summary>
internal sealed class Teacher : IDisposable
{
    private Teacher(DecoderWeights weights) => (Weights, Network) = (weights, new TrainedNetwork(weights, trainable: false));

    public DecoderWeights Weights { get; }

    public TrainedNetwork Network { get; }

    /// <exception cref="RecipeException">It reads texts as other tokens than the student.</exception>
    /// <exception cref="CheckpointException">The folder cannot be used.</exception>
    public static Teacher Open(string folder, TextTokenizer student)
    {
        if (folder.Length == 0)
            throw new RecipeException("distill.teacher is missing: name the folder of a checkpoint.");
        var tokenizer = TextTokenizer.Read(folder);
        for (var id = 0; id < Math.Min(tokenizer.VocabularySize, student.VocabularySize); id++)
            if (tokenizer.TokenOf(id) != student.TokenOf(id))
                throw new RecipeException($"Teacher and student read texts differently: token {id} is '{tokenizer.TokenOf(id)}' for the teacher in {folder} and '{student.TokenOf(id)}' for the student. Give both the same tokenizer.");
        return new Teacher(CheckpointReader.Open(folder).ReadWeights(ComputeDevice.Processor, ScalarType.Float32));
    }

    public void Dispose()
    {
        Network.Dispose();
        Weights.Dispose();
    }
}
