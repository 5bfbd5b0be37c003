using System.Text.Json;

namespace ScoringFairness.Scoring.Engines;

/// <summary>What an engine writes: JSON, one object a line (docs/engines.md). Every line is checked as it comes.</summary>
internal sealed class EngineAnswer(FitRequest request, Action<FitProgress>? progress)
{
    private const double SumTolerance = 0.001;
    private const int MostShown = 200;
    private const int MostEpochs = 1000;
    private const int DigestLength = 64;

    private readonly ResponseScore?[] _scores = new ResponseScore?[request.Responses.Count];
    private double _fraction;

    /// <summary>The course of the training as far as the engine tells it.</summary>
    public List<EpochRecord> Epochs { get; } = [];

    /// <summary>The epoch whose weights gave the scores; the last one told, or 1, unless the engine says another.</summary>
    public int ChosenEpoch { get; private set; }

    /// <summary>The SHA-256 of what the training began with, where the engine tells one.</summary>
    public string? CheckpointDigest { get; private set; }

    /// <summary>Whether the last line has come.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The scores, once done.</summary>
    public IReadOnlyList<ResponseScore> Scores => [.. _scores.Select(score => score!)];

    /// <summary>Takes a line.</summary>
    /// <exception cref="EngineAnswerException">The line is none of the protocol's, or says what cannot be.</exception>
    public void Take(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var message = json.RootElement;
            switch (message.GetProperty("type").GetString())
            {
                case "progress": Progress(message); break;
                case "epoch": Epoch(message); break;
                case "score": Score(message, line); break;
                case "done": Done(message, line); break;
                default: throw Wrong("it wrote a line of an unknown type", line);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Wrong("it wrote a line that is not one of the protocol's", line);
        }
    }

    private void Progress(JsonElement message)
    {
        var fraction = message.GetProperty("fraction").GetDouble();
        _fraction = double.IsFinite(fraction) ? Math.Clamp(fraction, _fraction, 1) : _fraction;
        var epochs = Math.Max(1, Whole(message, "epochs") ?? 1);
        progress?.Invoke(new(Math.Clamp(Whole(message, "epoch") ?? 1, 1, epochs + 1), epochs, _fraction, Number(message, "loss")));
    }

    private void Epoch(JsonElement message)
    {
        if (Epochs.Count == MostEpochs) throw new EngineAnswerException($"it told of more than {MostEpochs} epochs");
        var loss = Number(message, "trainingLoss") ?? throw new FormatException("A training loss is missing or not finite.");
        Epochs.Add(new(Epochs.Count + 1, loss, Number(message, "validationLoss"), Number(message, "validationAccuracy")));
    }

    private void Score(JsonElement message, string line)
    {
        var row = message.GetProperty("row").GetInt32();
        if (row < 0 || row >= _scores.Length) throw Wrong($"it scored row {row}, and there are the rows 0 to {_scores.Length - 1}", line);
        if (_scores[row] is not null) throw Wrong($"it scored row {row} twice", line);
        var score = message.GetProperty("score").GetDouble();
        var level = (score - request.Minimum) / request.Step;
        if (!(level >= 0 && level <= request.LevelCount - 1))
            throw Wrong($"its score of row {row} is off the scale", line);
        float[] probabilities = message.TryGetProperty("probabilities", out var given) && given.ValueKind != JsonValueKind.Null
            ? [.. given.EnumerateArray().Select(one => one.GetSingle())]
            : [];
        if (probabilities.Length > 0
            && (probabilities.Length != request.LevelCount
                || !probabilities.All(one => one is >= 0 and <= 1)
                || Math.Abs(probabilities.Sum() - 1) > SumTolerance))
        {
            throw Wrong($"its probabilities of row {row} are not {request.LevelCount} shares of 1", line);
        }
        _scores[row] = new((int)Math.Round(level, MidpointRounding.ToEven), probabilities, level);
    }

    private void Done(JsonElement message, string line)
    {
        var missing = _scores.Count(score => score is null);
        if (missing > 0)
            throw new EngineAnswerException(
                $"it was done with {missing} of {_scores.Length} rows not scored, the first of them row {Array.IndexOf(_scores, null)}");
        ChosenEpoch = Math.Clamp(Whole(message, "chosenEpoch") ?? Epochs.Count, 1, Epochs.Count > 0 ? Epochs.Count : MostEpochs);
        CheckpointDigest = message.TryGetProperty("checkpointDigest", out var digest) ? digest.GetString() : null;
        if (CheckpointDigest is { } told && !(told.Length == DigestLength && told.All(char.IsAsciiHexDigitLower)))
            throw Wrong("its checkpointDigest is no SHA-256 in small hexadecimal digits", line);
        IsDone = true;
    }

    private static int? Whole(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetInt32() : null;

    private static double? Number(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && value.GetDouble() is var number && double.IsFinite(number)
            ? number
            : null;

    private static EngineAnswerException Wrong(string what, string line) =>
        new($"{what}: {(line.Length > MostShown ? line[..MostShown] + "…" : line)}");
}

/// <summary>An engine wrote what it should not have written; the message may hold words of a response.</summary>
internal sealed class EngineAnswerException(string message) : Exception(message);
