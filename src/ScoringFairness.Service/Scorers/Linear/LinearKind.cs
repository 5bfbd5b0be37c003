using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Scorers.Mitigations;

namespace ScoringFairness.Service.Scorers.Linear;

/// <summary>A regression on text features, trained here in seconds: the floor that other scorers are seen against.</summary>
internal sealed class LinearKind() : ScorerKind<LinearRequest, LinearDesign>(Kind, "trained here")
{
    public const string Kind = "linear";

    private const string Field = "trained", Mitigated = "mitigatedLinear";

    /// <summary>How long a response takes, where a pass through the smallest network takes 1.</summary>
    private const double OfAPass = 0.05;

    /// <summary>How long a fit takes whose gap is penalised, where another takes 1.</summary>
    private const double OfAPenalty = 1.5;

    public override bool GivesProbabilities => true;

    public override Task<FormPart> FormAsync(string organisationId, CancellationToken cancellation) => Task.FromResult(new FormPart
    {
        Boxes =
        [
            new FormBox(
                Field, Kind, "Linear, a regression on text features, trained here in seconds: the floor that others are seen against", IsTicked: true),
            .. MitigationBoxes.Of(Mitigated, "Linear"),
        ],
    });

    public override IEnumerable<ScorerRequest> Read(PostedForm form)
    {
        var arms = MitigationBoxes.Read(form, Mitigated);
        return arms.Count > 0 || form.Has(Field, Kind) ? [new LinearRequest(), .. arms.Select(arm => new LinearRequest { Mitigation = arm })] : [];
    }

    protected override (LinearDesign? Design, IReadOnlyList<string> Problems) Design(LinearRequest request, IReadOnlyList<string> splits) =>
        request.MitigationProblems(splits).ToList() is { Count: > 0 } problems
            ? (null, problems)
            : (new LinearDesign
            {
                Name = request.MitigatedName(Kind),
                Splits = request.MitigatedSplits(splits),
                Mitigation = request.MitigationDesign,
                Cuts = request.Cuts ?? LevelCutRule.Qwk,
            }, []);

    protected override LinearRequest Again(LinearDesign scorer) =>
        base.Again(scorer) with { Mitigation = scorer.Mitigation?.Arm, Strength = scorer.Mitigation?.Strength };

    protected override double Cost(LinearDesign scorer, double trainedOn, double scored) =>
        base.Cost(scorer, trainedOn, scored) * OfAPass * (scorer.Mitigation?.Arm == MitigationArm.Penalised ? OfAPenalty : 1);

    protected override AttributionMark? Attribution(LinearDesign scorer) => AttributionGate.Speaker(AttributionGate.Linear);

    protected override IScorerEngine Engine(LinearDesign scorer, FitContext context) => new LinearScorerEngine(scorer.Cuts);
}
