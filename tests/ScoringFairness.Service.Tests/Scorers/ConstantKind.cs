using ScoringFairness.Scoring;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Tests.Scorers;

/// <summary>A kind of the tests' own: it scores every response with the commonest level of its training responses, or with one that it is told.</summary>
internal sealed class ConstantKind() : ScorerKind<ConstantRequest, ConstantDesign>(Kind, "one score for all")
{
    public const string Kind = "constant";

    public override Task<FormPart> FormAsync(string organisationId, CancellationToken cancellation) => Task.FromResult(new FormPart
    {
        Boxes = [new FormBox(Kind, Kind, "One score for all")],
        Inputs = [new FormInput("constantLevel", "Which level", "Empty: the commonest.", IsNumber: true)],
    });

    public override IEnumerable<ScorerRequest> Read(PostedForm form) =>
        form.Has(Kind, Kind) ? [new ConstantRequest { Level = form.Whole("constantLevel") }] : [];

    protected override (ConstantDesign? Design, IReadOnlyList<string> Problems) Design(ConstantRequest request, IReadOnlyList<string> splits) =>
        request.Level is < 0 ? (null, ["level is below 0."]) : (new ConstantDesign { Name = request.Name ?? Kind, Splits = splits, Level = request.Level }, []);

    protected override IScorerEngine Engine(ConstantDesign scorer, FitContext context) => new ConstantEngine(scorer.Level);

    protected override IEnumerable<AuditWarning> Caveats(IReadOnlyList<ConstantDesign> scorers) =>
        [new AuditWarning("constantScorer", null, $"Scorer {Named(scorers, Origin)} reads nothing.")];

    protected override string Origin(ConstantDesign scorer) => scorer.Level is { } level ? $"level {level} for all" : "the commonest level for all";
}

internal sealed record ConstantRequest() : TrainedRequest(ConstantKind.Kind)
{
    public int? Level { get; init; }
}

internal sealed record ConstantDesign() : ScorerDesign(ConstantKind.Kind)
{
    public required int? Level { get; init; }
}

internal sealed class ConstantEngine(int? told) : IScorerEngine
{
    public FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        var level = told ?? request.Training.GroupBy(text => text.Level).OrderByDescending(same => same.Count()).ThenBy(same => same.Key).First().Key;
        return new FitResult
        {
            Scores = [.. request.Responses.Select(_ => new ResponseScore(level, []))],
            Epochs = [new EpochRecord(1, 1, null, null)],
            ChosenEpoch = 1,
            Seconds = 0,
            TokensPerSecond = 0,
            CheckpointDigest = null,
            VocabularySize = 0,
        };
    }
}
