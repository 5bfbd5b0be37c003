using System.Text.Json;
using ScoringFairness.NasBert;

// One process is one fit: reads a request, trains, writes scores. Calling it off is ending the process.
try
{
    var request = FitRequest.Read(Console.In);
    Write(new { type = "progress", fraction = 0.0 });
    IEnumerable<double[]> scored = request.Training.Select(row => row.Level).Distinct().ToList() is [var only]
        ? request.Responses.Select(_ => Enumerable.Range(0, request.Levels).Select(level => level == only ? 1.0 : 0).ToArray())
        : Classifier.Run(request, Weights.Place(request.Weights, request.Sha256));
    foreach (var (row, probabilities) in scored.Index())
    {
        var level = Array.IndexOf(probabilities, probabilities.Max());
        Write(new { type = "score", row, score = request.Minimum + level * request.Step, probabilities });
    }
    Write(new { type = "done" });
    return 0;
}
catch (EngineException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static void Write<T>(T line) => Console.Out.WriteLine(JsonSerializer.Serialize(line));
