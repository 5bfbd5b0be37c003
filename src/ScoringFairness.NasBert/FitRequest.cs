using System.Globalization;
using System.Text.Json;

namespace ScoringFairness.NasBert;

/// <summary>A fit as the service asks for it, one JSON object a line (src/ScoringFairness.Scoring/docs/engines.md).</summary>
internal sealed record FitRequest
{
    private FitRequest(JsonElement header)
    {
        Seed = header.GetProperty("seed").GetInt64();
        Threads = header.GetProperty("threads").GetInt32();
        var scale = header.GetProperty("scale");
        (Minimum, Step, Levels) = (scale.GetProperty("min").GetDouble(), scale.GetProperty("step").GetDouble(), scale.GetProperty("levels").GetInt32());
        var options = header.GetProperty("options");
        string? Option(string name) => options.TryGetProperty(name, out var value) ? value.GetString() : null;
        Weights = Option("weights")
            ?? throw new EngineException("The option weights is missing: set Engines:<name>:Options:weights to the file of the weights.");
        Sha256 = Option("sha256")
            ?? throw new EngineException("The option sha256 is missing: set Engines:<name>:Options:sha256 to the SHA-256 of the weights.");
        Epochs = int.Parse(Option("epochs") ?? "10", CultureInfo.InvariantCulture);
        BatchSize = int.Parse(Option("batchSize") ?? "32", CultureInfo.InvariantCulture);
        LearningRate = double.Parse(Option("learningRate") ?? "1e-4", CultureInfo.InvariantCulture);
    }

    public long Seed { get; }

    public int Threads { get; }

    public double Minimum { get; }

    public double Step { get; }

    public int Levels { get; }

    public string Weights { get; }

    public string Sha256 { get; }

    public int Epochs { get; }

    public int BatchSize { get; }

    public double LearningRate { get; }

    /// <summary>Training and validation responses: the trainer keeps no best epoch, so nothing need be held out to choose it.</summary>
    public List<(string Text, int Level)> Training { get; } = [];

    /// <summary>The responses to score, in the order of their rows.</summary>
    public List<string> Responses { get; } = [];

    /// <summary>Reads a request to its end.</summary>
    public static FitRequest Read(TextReader reader)
    {
        using var header = JsonDocument.Parse(reader.ReadLine() ?? throw new EngineException("There is no request."));
        var request = new FitRequest(header.RootElement);
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            var text = row.RootElement.GetProperty("text").GetString()!;
            if (row.RootElement.GetProperty("type").ValueEquals("response")) request.Responses.Add(text);
            else request.Training.Add((text, row.RootElement.GetProperty("level").GetInt32()));
        }
        return request;
    }
}

/// <summary>What keeps the engine from working, in a sentence without a word of a response.</summary>
internal sealed class EngineException(string message) : Exception(message);
