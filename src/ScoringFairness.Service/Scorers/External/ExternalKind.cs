using Npgsql;
using ScoringFairness.Scoring;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Scorers.External;

/// <summary>Scorers whose scores came from outside: nothing is trained for them.</summary>
internal sealed class ExternalKind(MachineScores scores) : ScorerKind<ExternalRequest, ExternalDesign>(Kind, "scores sent before")
{
    public const string Kind = "external";

    private const int MostOffered = 1000;
    private const int MostNamed = 4;

    /// <summary>The field and the value by which the form of a new audit chooses a scorer.</summary>
    public static (string Field, string Value) ChoiceOf(string scorer) => (Kind, scorer);

    public override string Misplaced(IReadOnlyList<string> options, IReadOnlyList<string> owners) =>
        $"options such as {string.Join(", ", options)} belong to scorers that are trained; leave them out.";

    public override async Task<FormPart> FormAsync(string organisationId, CancellationToken cancellation) => new()
    {
        Boxes =
        [
            .. (await scores.ItemsAsync(organisationId, MostOffered, cancellation)).Select(scored => new FormBox(
                Kind, scored.Scorer, scored.Scorer, $"scores of {ScorerKinds.InWords(Named(scored.ItemIds))} were sent; nothing is trained")
            {
                OfItems = scored.ItemIds,
            }),
        ],
    };

    public override IEnumerable<ScorerRequest> Read(PostedForm form) => form.All(Kind).Select(name => new ExternalRequest { Scorer = name });

    private static string[] Named(string[] itemIds) =>
        itemIds.Length <= MostNamed ? itemIds : [.. itemIds.Take(MostNamed), $"{itemIds.Length - MostNamed} other items"];

    protected override (ExternalDesign? Design, IReadOnlyList<string> Problems) Design(ExternalRequest request, IReadOnlyList<string> splits) =>
        Identifier.Problem(request.Scorer) is { } problem
            ? (null, [$"scorer {problem}; GET /v1/scorers lists those whose scores were sent."])
            : (new ExternalDesign { Name = request.Name ?? request.Scorer!, Scorer = request.Scorer!, Splits = [] }, []);

    /// <summary>Adds an error for each scorer that scored no response of an item.</summary>
    protected override async Task CheckAsync(
        ScorerCheck check, IReadOnlyList<ExternalDesign> scorers, Refusals errors, CancellationToken cancellation)
    {
        var names = scorers.Select(scorer => scorer.Scorer).Distinct().ToList();
        var counts = await scores.CountsAsync(check.OrganisationId, names, check.ItemIds, cancellation);
        foreach (var name in names)
        {
            var lacking = check.ItemIds.Where(itemId => !counts.Any(count => count.Scorer == name && count.ItemId == itemId)).ToList();
            errors.Unless(lacking.Count == 0, "scorers",
                $"There is no score of '{name}' for item {string.Join(", ", lacking.Take(5).Select(id => $"'{id}'"))}; send them to POST /v1/scores first.");
        }
    }

    /// <summary>Copies the scores once for each repeat, as those of trained scorers stand there.</summary>
    protected override async Task<IReadOnlyList<UnscoredGroup>> FreezeAsync(
        NpgsqlConnection connection, FrozenItem item, ExternalDesign scorer, CancellationToken cancellation)
    {
        var scored = await MachineScores.FreezeAsync(
            connection, new ScoredBy(item.OrganisationId, item.AuditId, item.ItemId, scorer.Name, MachineScores.NoSplit, Repeat: 0, FitNo: 0),
            item.Repeats, scorer.Scorer, item.Scale, item.Responses, cancellation);
        return UnscoredGroups.Of(scorer.Name, item.Responses, scored, item.MinCellSize);
    }

    protected override IScorerEngine Engine(ExternalDesign scorer, FitContext context) =>
        throw new InvalidOperationException($"Scorer '{scorer.Name}' is not trained.");

    protected override IEnumerable<AuditWarning> Caveats(IReadOnlyList<ExternalDesign> scorers)
    {
        if (scorers.Count > 0)
        {
            yield return new AuditWarning("trainedElsewhere", null,
                $"The scores of {ScorerKinds.InWords(scorers.Select(scorer => scorer.Name))} were sent from outside. Nobody here knows whether these responses "
                + "or their human scores were part of what that scorer was trained on: if they were, it agrees with the humans better, and errs less between "
                + "groups, than it would on new responses. Ask whoever made it.");
        }
    }

    protected override string Origin(ExternalDesign scorer) => $"scores sent by {scorer.Scorer}";
}
