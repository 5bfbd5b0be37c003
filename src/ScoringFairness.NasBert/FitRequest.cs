using System.Globalization;
using System.Text.Json;

namespace ScoringFairness.NasBert;

/// <summary>A fit as the service asks for it, one JSON object a line (src/ScoringFairness.Scoring/docs/engines.md).</summary>
internal sealed record FitRequest
{
    private FitRequest(JsonElement header)
    {
        Seed = header.GetProperty("seed").GetInt64();
        var scale = header.GetProperty("scale");
        (Minimum, Step, Levels) = (scale.GetProperty("min").GetDouble(), scale.GetProperty("step").GetDouble(), scale.GetProperty("levels").GetInt32());
        var options = header.GetProperty("options");
        string? Option(string name) => options.TryGetProperty(name, out var value) ? value.GetString() : null;
        string Needed(string name) => Option(name) ?? throw new EngineException($"The option {name} is missing.");
        Folder = Needed("folder");
        LibTorch = Needed("libtorch");
        Epochs = int.Parse(Needed("epochs"), CultureInfo.InvariantCulture);
        BatchSize = int.Parse(Needed("batchSize"), CultureInfo.InvariantCulture);
        LearningRate = double.Parse(Needed("learningRate"), CultureInfo.InvariantCulture);
        Sha256 = Option("sha256");
    }

    /// <summary>Where random numbers begin.</summary>
    public long Seed { get; }

    /// <summary>The lowest score of the scale.</summary>
    public double Minimum { get; }

    /// <summary>From one score of the scale to the next.</summary>
    public double Step { get; }

    /// <summary>How many scores the scale has.</summary>
    public int Levels { get; }

    /// <summary>The folder under which the trainer looks for its weights and keeps what it fetches.</summary>
    public string Folder { get; }

    /// <summary>The folder with the libraries of libtorch.</summary>
    public string LibTorch { get; }

    /// <summary>What the weights must have; null: whatever they have.</summary>
    public string? Sha256 { get; }

    /// <summary>Passes over the training responses.</summary>
    public int Epochs { get; }

    /// <summary>Responses per step.</summary>
    public int BatchSize { get; }

    /// <summary>Highest learning rate.</summary>
    public double LearningRate { get; }

    /// <summary>Training and validation responses: the trainer keeps no best epoch, so nothing need be held out to choose it.</summary>
    public List<(string Text, int Level)> Training { get; } = [];

    /// <summary>The responses to score, in the order of their rows.</summary>
    public List<string> Responses { get; } = [];

    /// <summary>Reads a request to its end.</summary>
    /// <exception cref="EngineException">Something that it must say is missing.</exception>
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
