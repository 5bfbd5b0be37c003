using System.Text.Json;
using System.Text.Json.Serialization;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Bert.Exports;

/// <summary>What stands in <c>scorer.json</c>, beside a checkpoint's files, of a scorer whose head is no classifier on BERT's pooler.</summary>
internal sealed record ExportedScorer
{
    /// <summary>Its name.</summary>
    public const string FileName = "scorer.json";

    /// <summary>The head's tensors, and under <see cref="Start"/> those that training began with.</summary>
    public const string Tensors = "scorer.safetensors";

    /// <summary>The linear scorers whose places the head sees.</summary>
    public const string Lines = "scorer.linear";

    /// <summary>What names of tensors begin with that training began with.</summary>
    public const string Start = "start.";

    private const int MostLevels = 1000, MostLines = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 8,
        // A level that no place is given begins where no place is.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Levels of the scale.</summary>
    public required int Levels { get; init; }

    /// <summary>What levels are to the head.</summary>
    public required LevelHead Head { get; init; }

    /// <summary>What it sees of the hidden states.</summary>
    public required Pooling Pooling { get; init; }

    /// <summary>Whether it sees plain features beside them.</summary>
    public required bool Features { get; init; }

    /// <summary>Linear scorers whose places it sees.</summary>
    public required int LinearScorers { get; init; }

    /// <summary>Tokens of a window.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>What is read of a longer text.</summary>
    public required LongTexts LongTexts { get; init; }

    /// <summary>What the outputs of a regression mean.</summary>
    public ExportedPlaces? Places { get; init; }

    /// <summary>Writes it into a folder.</summary>
    public void Write(string folder) => File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <summary>Reads it; null where the folder has none.</summary>
    /// <exception cref="CheckpointException">It is no such file.</exception>
    public static ExportedScorer? Find(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            var told = JsonSerializer.Deserialize<ExportedScorer>(BoundedFile.Read(path, BoundedFile.Settings), Json);
            return told is not null && told.IsWhole ? told : throw new CheckpointException(path, "it does not describe a scorer");
        }
        catch (JsonException exception)
        {
            throw new CheckpointException(path, "it does not describe a scorer", exception);
        }
    }

    private bool IsWhole =>
        Levels is > 1 and <= MostLevels && LinearScorers is >= 0 and <= MostLines && MaxTokens >= 2 && (Head == LevelHead.Regression) == (Places is not null)
        && Enum.IsDefined(Head) && Enum.IsDefined(Pooling) && Enum.IsDefined(LongTexts) && (Places is null || IsOf(Levels, Places));

    private static bool IsOf(int levels, ExportedPlaces places) =>
        places.Cuts?.Count == levels - 1 && !places.Cuts.Any(double.IsNaN) && double.IsFinite(places.Mean) && double.IsFinite(places.Deviation)
        && places.Share is >= 0 and <= 1 && places.Error is null or >= 0;
}

/// <summary>What the outputs of a regression mean.</summary>
/// <param name="Mean">The level of an output of 0.</param>
/// <param name="Deviation">Levels for each unit of output.</param>
/// <param name="Share">The share of what fine-tuning changed that is taken over.</param>
/// <param name="Cuts">Where levels are cut.</param>
/// <param name="Error">How far places are off, in levels.</param>
internal sealed record ExportedPlaces(double Mean, double Deviation, double Share, IReadOnlyList<double> Cuts, double? Error);
