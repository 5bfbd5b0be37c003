using ScoringFairness.Scoring.Bert.Checkpoints.Onnx;
using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Checkpoints.Packages;

/// <summary>The files of a pre-trained encoder that comes with the program.</summary>
internal sealed class PackagedCheckpoint(PackagedEncoder encoder) : Checkpoint(encoder.Config, Tokenizer(encoder), () => Weights(encoder))
{
    /// <inheritdoc/>
    public override string Identity
    {
        get
        {
            var file = new FileInfo(encoder.Assembly);
            return $"{encoder} {file.Length} {file.LastWriteTimeUtc.Ticks}";
        }
    }

    private static CheckpointWeights Weights(PackagedEncoder encoder) =>
        CheckpointWeights.Of(encoder.Assembly, OnnxFile.Open(encoder.Assembly, file => AssemblyResource.Find(encoder.Assembly, file, encoder.Model)));

    /// <summary>Both are uncased, as BERT's first models were.</summary>
    private static TokenizerFiles Tokenizer(PackagedEncoder encoder)
    {
        var path = encoder.Assembly;
        if (!File.Exists(path))
            throw new CheckpointException($"Checkpoint '{encoder}' needs {Path.GetFileName(path)} beside the program, and it is not there.");
        try
        {
            using var file = File.OpenHandle(path);
            var region = AssemblyResource.Find(path, file, encoder.Vocabulary);
            if (region.Length > BoundedFile.Lists) throw new FormatException($"its vocabulary has {region.Length:N0} bytes");
            var bytes = new byte[region.Length];
            TensorBytes.ReadExactly(file, bytes, region.Begin);
            return new(VocabularyFile.Parse(bytes), new BasicTokenization(lowerCase: true), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CheckpointException(path, exception is FormatException ? exception.Message : "the file cannot be read", exception);
        }
    }
}
