using ScoringFairness.NasBert;

// One process is one fit: reads a request, trains, writes scores. Calling it off is ending the process.
try
{
    var request = FitRequest.Read(Console.In);
    using var answer = new Answer(request);
    if (request.Training.Select(row => row.Level).Distinct().ToList() is [var only])
    {
        var certain = Enumerable.Range(0, request.Levels).Select(level => level == only ? 1.0 : 0).ToArray();
        foreach (var _ in request.Responses) answer.Score(certain);
        answer.Done(weights: null);
        return 0;
    }
    Weights.Check(request);
    LibTorch.Load(request.LibTorch);
    TrainerAssembly.Load();
    Classifier.Run(request, answer);
    answer.Done(Weights.Check(request));
    return 0;
}
catch (EngineException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
