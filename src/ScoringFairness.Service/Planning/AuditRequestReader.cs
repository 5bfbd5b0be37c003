using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scorers.Distillations;
using ScoringFairness.Service.Scorers.Mitigations;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Planning;

/// <summary>Makes a design of a request, or says everything that keeps it from being run.</summary>
internal sealed class AuditRequestReader(
    ItemStore items, AuditedResponses responses, ScorerKinds kinds, PolicyStore policies, FoldCheck folding, StudySettings limits)
{
    private const int MaximumCount = 20;

    /// <summary>
    /// Reads a request against the data that there is; one that is not run needs no permission to send. Who may not read is told no
    /// number of responses, and of no group of a few.
    /// </summary>
    public async Task<(AuditDesign? Design, IReadOnlyDictionary<string, string[]> Errors)> ReadAsync(
        string organisationId, AuditRequest request, CancellationToken cancellation, bool isDryRun = false, bool mayRead = true)
    {
        var errors = new Refusals();
        CheckNumbers(request, errors);
        var policy = await policies.FindAsync(organisationId, cancellation);
        var least = LeastSizes.Of(request.MinGroupSize, request.MinCellSize, policy, mayRead);
        var missing = GroupChoice.Missing(request);
        var selection = new ResponseSelection(
            request.Cohort, request.SubmittedFrom, request.SubmittedTo, new GroupRule(request.Attribute.Names, missing));
        var scales = await items.ScalesAsync(organisationId, request.Items.Ids, cancellation);
        CheckItems(request.Items.Ids, scales, errors);
        if (scales.Count > limits.MostItems)
        {
            errors.Add("items", $"There are {scales.Count}; an audit has {limits.MostItems} at most (Studies__MostItems). Audit them in parts.");
            return (null, errors.ByField);
        }
        var choice = GroupChoice.Of(
            request, await responses.GroupSizesAsync(organisationId, [.. scales.Keys], selection), policy.Reference(request.Attribute.ToString()),
            least, mayRead, errors);
        var (groups, sizes) = (choice.Contrasted, choice.Sizes);
        var folds = request.Folds ?? AuditDefaults.Folds;
        var training = new TrainingGroups(groups, sizes, folds, least.OfGroups, least.OfCells);
        var scorers = Scorers(request, training, errors);
        var explain = ExplanationReader.Explain(request, errors);
        var swaps = ExplanationReader.SwapsOf(request, scorers, kinds, errors);
        await ExplanationReader.CheckCausesAsync(
            request, scorers, attribute => responses.HaveAsync(organisationId, [.. scales.Keys], attribute), errors);
        var attribution = ExplanationReader.AttributionOf(request, scorers, kinds, errors);
        CheckStudy(request, scales, sizes, scorers, errors);
        if (request.Scorers?.All(scorer => scorer is not TrainedRequest) != true)
        {
            training.Check(scorers, errors);
            CheckTexts(await responses.WithoutTextAsync(organisationId, [.. scales.Keys], selection with
            {
                Groups = new(request.Attribute.Names, missing, choice.Compared, choice.Others == OtherGroups.Merge ? GroupNames.Merged : null),
            }), mayRead, errors);
        }
        await kinds.CheckAsync(new ScorerCheck(organisationId, [.. scales.Keys], isDryRun), scorers, errors, cancellation);
        var bounds = Bounds(request, policy, scales.Values, errors);
        if (errors.Any)
        {
            return (null, errors.ByField);
        }
        IReadOnlyList<string> ids = request.Items.Ids ?? [.. scales.Keys];
        var design = new AuditDesign
        {
            Name = string.IsNullOrWhiteSpace(request.Name)
                ? $"{(ids.Count == 1 ? "1 item" : $"{ids.Count} items")} by {string.Join(" × ", request.Attribute.Names)}"
                : request.Name.Trim(),
            Items = ids,
            Cohort = request.Cohort,
            SubmittedFrom = request.SubmittedFrom,
            SubmittedTo = request.SubmittedTo,
            Attribute = request.Attribute,
            Missing = missing,
            ComparedGroups = choice.Compared,
            OtherGroups = choice.Others,
            Reference = groups[0],
            Focal = groups.Count == 2 ? groups[1] : null,
            Groups = groups,
            SplitGroups = training.Alone(scorers),
            Scorers = scorers,
            Folds = folds,
            Repeats = request.Repeats ?? AuditDefaults.Repeats,
            Seed = request.Seed ?? AuditDefaults.Seed,
            Bootstrap = request.Bootstrap ?? AuditDefaults.Bootstrap,
            Confidence = request.Confidence ?? AuditDefaults.Confidence,
            AdjustOverGroups = request.AdjustOverGroups ?? false,
            Tolerances = bounds.Tolerances,
            Minimums = bounds.Minimums,
            Preset = bounds.Preset?.Name,
            MinGroupShare = bounds.MinGroupShare,
            MinGroupSize = least.OfGroups,
            MinCellSize = least.OfCells,
            Raised = least.Raised,
            Explain = explain,
            Swaps = swaps,
            PromptAttribute = request.PromptAttribute,
            Attribution = attribution,
            Budget = request.Budget,
        };
        await folding.CheckAsync(
            organisationId, design, scales, sizes.GroupBy(size => size.ItemId).ToDictionary(item => item.Key, item => item.Sum(size => size.N)),
            errors, cancellation);
        return (errors.Any ? null : design, errors.ByField);
    }

    private static void CheckNumbers(AuditRequest request, Refusals errors)
    {
        errors.Unless(request.Name is not { Length: > Identifier.MaximumLength }, "name", $"has more than {Identifier.MaximumLength} characters.");
        errors.AddIf("name", PlainText.Problem(request.Name));
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

    /// <summary>Prices what would be measured.</summary>
    private void CheckStudy(
        AuditRequest request, IReadOnlyDictionary<string, ScoreScale> scales, IReadOnlyList<GroupSize> sizes,
        IReadOnlyList<ScorerDesign> scorers, Refusals errors)
    {
        var groups = sizes.Where(size => size.Group is not null).Select(size => size.Group).Distinct().Count();
        errors.Unless(groups <= limits.MostGroups, "attribute",
            $"'{request.Attribute}' has {groups} groups; an audit has {limits.MostGroups} at most (Studies__MostGroups). Cross fewer attributes.");
        if (!errors.Any)
        {
            limits.OfAudits.Check(
                new StudySize(groups, scorers.Sum(scorer => scorer.MeasuredSplits.Count()), [.. scales.Values.Select(scale => scale.LevelCount)]),
                request.Bootstrap ?? AuditDefaults.Bootstrap, request.Repeats ?? AuditDefaults.Repeats, errors);
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

    private List<ScorerDesign> Scorers(AuditRequest request, TrainingGroups training, Refusals errors)
    {
        var asked = request.Scorers ?? ScorerKinds.Default;
        errors.Unless(asked.Count is > 0 and <= MaximumCount, "scorers", $"There are {asked.Count}; send 1 to {MaximumCount}.");
        var read = new List<(string Field, ScorerDesign Design)>();
        foreach (var (scorer, place) in asked.Select((scorer, place) => (scorer, place)))
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"scorers/{place}");
            var (design, problems) = kinds.Design(scorer, scorer is TrainedRequest trained ? training.Splits(trained, field, errors) : []);
            foreach (var problem in problems)
            {
                errors.Add(field, problem);
            }
            if (design is not null)
            {
                read.Add((field, design));
            }
        }
        var designs = Twins.Found(TaughtScorers.Found(read, kinds, read.Count == asked.Count, errors), errors);
        foreach (var same in designs.GroupBy(design => design.Name).Where(same => same.Count() > 1 || same.Key is RowCodes.Human or RowCodes.SecondHuman))
        {
            errors.Add("scorers", $"The name '{same.Key}' is taken; give each scorer a name of its own.");
        }
        return designs;
    }

    private static PolicyBounds Bounds(AuditRequest request, OrganisationPolicy policy, IEnumerable<ScoreScale> scales, Refusals errors)
    {
        var widest = scales.Select(scale => scale.Maximum - scale.Minimum).DefaultIfEmpty(1).Min();
        foreach (var (measure, tolerance) in request.Tolerances ?? new Dictionary<string, double>())
        {
            ToleranceRule.Check(measure, tolerance, widest, JsonPointer.Below("tolerances", measure), errors);
        }
        PolicyBounds.Check(request.Preset, request.Minimums, request.MinGroupShare, errors);
        return PolicyBounds.Of(policy, request.Preset, request.Tolerances, request.Minimums, request.MinGroupShare);
    }
}
