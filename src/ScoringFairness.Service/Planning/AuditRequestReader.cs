using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Planning;

/// <summary>Makes a design of a request, or says everything that keeps it from being run.</summary>
internal sealed class AuditRequestReader(
    ItemStore items, AuditedResponses responses, ScorerKinds kinds, PolicyStore policies)
{
    private const int MaximumCount = 20;

    /// <summary>
    /// Reads a request against the data that there is; one that is not run needs no permission to send. Who may not read is told no
    /// number of responses.
    /// </summary>
    public async Task<(AuditDesign? Design, IReadOnlyDictionary<string, string[]> Errors)> ReadAsync(
        string organisationId, AuditRequest request, CancellationToken cancellation, bool isDryRun = false, bool mayRead = true)
    {
        var errors = new Refusals();
        CheckNumbers(request, errors);
        var policy = await policies.FindAsync(organisationId, cancellation);
        var selection = new ResponseSelection(request.Cohort, request.SubmittedFrom, request.SubmittedTo);
        var scales = await items.ScalesAsync(organisationId, request.Items.Ids, cancellation);
        CheckItems(request.Items.Ids, scales, errors);
        var sizes = await responses.GroupSizesAsync(organisationId, [.. scales.Keys], selection, request.Attribute.Names);
        var groups = Groups(request, sizes, policy, errors);
        var scorers = Scorers(request, groups, errors);
        if (request.Scorers?.All(scorer => scorer is not TrainedRequest) != true)
        {
            CheckSizes(request, scales.Keys, sizes, groups, errors);
            CheckTexts(await responses.WithoutTextAsync(organisationId, [.. scales.Keys], selection), mayRead, errors);
        }
        await kinds.CheckAsync(new ScorerCheck(organisationId, [.. scales.Keys], isDryRun), scorers, errors, cancellation);
        var tolerances = Tolerances(request, policy, scales.Values, errors);
        if (errors.Any)
        {
            return (null, errors.ByField);
        }
        var least = LeastSizes.Of(request.MinGroupSize, request.MinCellSize, policy);
        IReadOnlyList<string> ids = request.Items.Ids ?? [.. scales.Keys];
        return (new AuditDesign
        {
            Name = string.IsNullOrWhiteSpace(request.Name)
                ? $"{(ids.Count == 1 ? "1 item" : $"{ids.Count} items")} by {request.Attribute}"
                : request.Name.Trim(),
            Items = ids,
            Cohort = request.Cohort,
            SubmittedFrom = request.SubmittedFrom,
            SubmittedTo = request.SubmittedTo,
            Attribute = request.Attribute,
            Reference = groups[0],
            Focal = groups.Count == 2 ? groups[1] : null,
            Groups = groups,
            Scorers = scorers,
            Folds = request.Folds ?? AuditDefaults.Folds,
            Repeats = request.Repeats ?? AuditDefaults.Repeats,
            Seed = request.Seed ?? AuditDefaults.Seed,
            Bootstrap = request.Bootstrap ?? AuditDefaults.Bootstrap,
            Confidence = request.Confidence ?? AuditDefaults.Confidence,
            Tolerances = tolerances,
            MinGroupSize = least.OfGroups,
            MinCellSize = least.OfCells,
            Raised = least.Raised,
            Budget = request.Budget,
        }, errors.ByField);
    }

    private static void CheckNumbers(AuditRequest request, Refusals errors)
    {
        errors.Unless(request.Name is not { Length: > Identifier.MaximumLength }, "name", $"has more than {Identifier.MaximumLength} characters.");
        errors.Unless(
            request.SubmittedFrom is null || request.SubmittedTo is null || request.SubmittedFrom < request.SubmittedTo,
            "submittedTo", "is not after submittedFrom; swap them.");
        errors.Unless(request.Folds is null or (>= 2 and <= MaximumCount), "folds", $"is {request.Folds}; send 2 to {MaximumCount}.");
        errors.Unless(request.Repeats is null or (>= 1 and <= MaximumCount), "repeats", $"is {request.Repeats}; send 1 to {MaximumCount}.");
        errors.Unless(request.Bootstrap is null or (>= 100 and <= 100_000), "bootstrap", $"is {request.Bootstrap}; send 100 to 100000.");
        errors.Unless(request.Confidence is null or (>= 0.5 and <= 0.999), "confidence", "must be from 0.5 to 0.999; 0.95 is customary.");
        errors.Unless(request.MinGroupSize is null or >= 2, "minGroupSize", $"is {request.MinGroupSize}; send 2 or more.");
        errors.Unless(request.Budget is null or >= 0, "budget", $"is {request.Budget}; send 0 or more.");
        errors.Unless(request.MinCellSize is null or >= 0, "minCellSize", $"is {request.MinCellSize}; send 0 or more.");
        errors.Unless(
            request.Attribute.Names.Count > 0 && !request.Attribute.Names.Any(string.IsNullOrWhiteSpace),
            "attribute", "is empty; name the attribute whose groups are compared.");
        errors.Unless(request.Attribute.Names.Distinct().Count() == request.Attribute.Names.Count, "attribute", "names an attribute twice.");
    }

    private static void CheckItems(IReadOnlyList<string>? ids, IReadOnlyDictionary<string, ScoreScale> scales, Refusals errors)
    {
        errors.Unless(ids is null || ids.Count > 0, "items", "is empty; name items, or send \"all\".");
        errors.Unless(ids is not null || scales.Count > 0, "items", "There is no item yet; send graded responses first.");
        foreach (var unknown in ids?.Where(id => !scales.ContainsKey(id)) ?? [])
        {
            errors.Add("items", $"There is no item '{unknown}'; GET /v1/items lists those there are.");
        }
        foreach (var twice in ids?.GroupBy(id => id).Where(same => same.Count() > 1) ?? [])
        {
            errors.Add("items", $"Item '{twice.Key}' stands in the list twice.");
        }
    }

    /// <summary>The groups of the contrasts, reference first, by the labels of the data.</summary>
    private static IReadOnlyList<string> Groups(
        AuditRequest request, IReadOnlyList<(string ItemId, string? Group, long N)> sizes, OrganisationPolicy policy, Refusals errors)
    {
        var labels = ContrastGroups.LargestFirst(
            sizes.Where(size => size.Group is not null).GroupBy(size => size.Group!).Select(group => (group.Key, group.Sum(size => size.N))));
        if (labels.Count < 2)
        {
            errors.Add("attribute", labels.Count == 0
                ? $"No response of these items reports '{request.Attribute}'; send it with the responses as a group."
                : $"All responses of these items belong to one group of '{request.Attribute}' ('{labels[0]}'); a contrast needs two.");
            return [];
        }
        var groups = ContrastGroups.Of(labels, request.Reference, request.Focal, policy.Reference(request.Attribute.ToString()), errors);
        return [groups.Reference, .. groups.Focal];
    }

    /// <summary>Each item needs enough of each group to train on it alone in every fold.</summary>
    private static void CheckSizes(
        AuditRequest request, IEnumerable<string> itemIds, IReadOnlyList<(string ItemId, string? Group, long N)> sizes,
        IReadOnlyList<string> groups, Refusals errors)
    {
        var needed = 2 * (request.Folds ?? AuditDefaults.Folds);
        foreach (var itemId in itemIds)
        {
            foreach (var group in groups)
            {
                var n = sizes.Where(size => size.ItemId == itemId && size.Group == group).Sum(size => size.N);
                errors.Unless(n >= needed, "items", $"Item '{itemId}' has too few responses of group '{group}'; training needs at least {needed}.");
            }
        }
    }

    private static void CheckTexts(IReadOnlyList<(string ItemId, long N)> withoutText, bool mayRead, Refusals errors)
    {
        foreach (var (itemId, n) in withoutText)
        {
            var many = mayRead ? ToldGroups.Words(n, SmallCells.Least) : "some";
            errors.Add("items", $"Item '{itemId}' has {many} responses without a text; only scores from outside can be audited there.");
        }
    }

    private List<ScorerDesign> Scorers(AuditRequest request, IReadOnlyList<string> groups, Refusals errors)
    {
        var asked = request.Scorers ?? ScorerKinds.Default;
        errors.Unless(asked.Count is > 0 and <= MaximumCount, "scorers", $"There are {asked.Count}; send 1 to {MaximumCount}.");
        var designs = new List<ScorerDesign>();
        foreach (var (scorer, place) in asked.Select((scorer, place) => (scorer, place)))
        {
            var field = $"scorers[{place}]";
            var (design, problems) = kinds.Design(scorer, scorer is TrainedRequest trained ? Splits(trained, field, groups, errors) : []);
            foreach (var problem in problems)
            {
                errors.Add(field, problem);
            }
            if (design is not null)
            {
                designs.Add(design);
            }
        }
        foreach (var same in designs.GroupBy(design => design.Name).Where(same => same.Count() > 1 || same.Key == RowCodes.Human))
        {
            errors.Add("scorers", $"The name '{same.Key}' is taken; give each scorer a name of its own.");
        }
        return designs;
    }

    private static List<string> Splits(TrainedRequest scorer, string field, IReadOnlyList<string> groups, Refusals errors)
    {
        string[] all = [TrainingSplit.Mixed, TrainingSplit.MixedMatched, .. groups.Select(TrainingSplit.Only)];
        var splits = scorer.Splits is null ? [.. all] : new List<string>();
        foreach (var split in scorer.Splits ?? [])
        {
            var resolved = TrainingSplit.Resolve(split, groups);
            errors.Unless(resolved is not null, $"{field}.splits", $"There is no split '{split}'; there are {string.Join(", ", all)}.");
            errors.Unless(resolved is null || !splits.Contains(resolved), $"{field}.splits", $"'{split}' stands in the list twice.");
            splits.Add(resolved ?? split);
        }
        errors.Unless(splits.Count > 0, $"{field}.splits", $"is empty; send some of {string.Join(", ", all)}.");
        return splits;
    }

    private static SortedDictionary<string, double> Tolerances(
        AuditRequest request, OrganisationPolicy policy, IEnumerable<ScoreScale> scales, Refusals errors)
    {
        var widest = scales.Select(scale => scale.Maximum - scale.Minimum).DefaultIfEmpty(1).Min();
        foreach (var (measure, tolerance) in request.Tolerances ?? new Dictionary<string, double>())
        {
            ToleranceRule.Check(measure, tolerance, widest, "tolerances", errors);
        }
        return policy.TolerancesWith(request.Tolerances);
    }
}
