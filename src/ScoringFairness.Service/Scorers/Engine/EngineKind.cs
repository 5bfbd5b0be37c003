using Microsoft.Extensions.Options;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Engines;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Scorers.Engine;

/// <summary>Scorers that a program outside the process trains, one that the section Engines of the settings names.</summary>
internal sealed class EngineKind(EngineSettings engines, IOptions<QueueSettings> queue)
    : ScorerKind<EngineRequest, EngineDesign>(Kind, "trained by a program that is configured here")
{
    public const string Kind = "engine";

    public override Task<FormPart> FormAsync(string organisationId, CancellationToken cancellation) => Task.FromResult(new FormPart
    {
        Boxes = [.. engines.Names.Select(name => new FormBox(Kind, name, name, "an engine of this service's own, trained on each training split"))],
    });

    public override IEnumerable<ScorerRequest> Read(PostedForm form) => form.All(Kind).Select(name => new EngineRequest { Name = name });

    protected override (EngineDesign? Design, IReadOnlyList<string> Problems) Design(EngineRequest request, IReadOnlyList<string> splits)
    {
        if (engines.Find(request.Name) is { } engine)
        {
            return (new EngineDesign { Name = engine.Name, Splits = splits }, []);
        }
        var known = engines.Names.Count > 0 ? $"there are {string.Join(", ", engines.Names)}" : "none is configured";
        return (null, [$"name is '{request.Name}'; it names an engine of the section Engines, and {known}."]);
    }

    protected override bool IsLike(EngineDesign scorer, EngineDesign other) => scorer.Name == other.Name;

    protected override IScorerEngine Engine(EngineDesign scorer, FitContext context) => engines.Find(scorer.Name) is { } engine
        ? new ProcessScorerEngine(engine with { Threads = queue.Value.ThreadsPerFit })
        : throw new FitException($"This worker has no engine '{scorer.Name}'; set Engines:{scorer.Name}:Command on every worker.");
}
