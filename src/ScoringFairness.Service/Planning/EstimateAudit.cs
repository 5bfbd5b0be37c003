using ScoringFairness.Scoring;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

/// <summary>What an audit would do, and cost at providers: its plan is made, and thrown away.</summary>
internal sealed class EstimateAudit(
    AuditRequestReader reader, OrganisationDatabase database, ScorerKinds kinds, IPurses purses, ItemStore items, AuditedResponses responses, EstimateTime time)
{
    /// <summary>Reads a request and estimates its audit; nothing is stored or sent.</summary>
    public async Task<Outcome<AuditCost>> RunAsync(Caller caller, AuditRequest request, CancellationToken cancellation)
    {
        var (design, errors) = await reader.ReadAsync(caller.OrganisationId, request, cancellation, isDryRun: true, caller.MayRead);
        return design is null
            ? new Outcome<AuditCost>.Refused("The audit cannot be run", errors)
            : new Outcome<AuditCost>.Done(await EstimateAsync(caller.OrganisationId, design, caller.MayRead, cancellation));
    }

    private async Task<AuditCost> EstimateAsync(string organisationId, AuditDesign design, bool mayRead, CancellationToken cancellation)
    {
        var costs = design.Scorers.Select(scorer => (scorer.Name, Estimate: kinds.Of(scorer).Estimate(scorer))).Where(scorer => scorer.Estimate is not null)
            .ToDictionary(scorer => scorer.Name, scorer => scorer.Estimate!, StringComparer.Ordinal);
        var fits = new List<PlannedFit>();
        var students = new StudentNumbers();
        var together = design.Scorers.Where(kinds.TrainsTogether).Select(scorer => scorer.Name).ToHashSet(StringComparer.Ordinal);
        var same = new SameTexts();
        foreach (var itemId in design.Items)
        {
            cancellation.ThrowIfCancellationRequested();
            var item = (await items.FindAsync(organisationId, itemId))!;
            var candidates = await CandidatesAsync(organisationId, item, design, cancellation);
            var leader = together.Count > 0 ? same.Find(candidates) : null;
            var plan = ItemPlan.Of(item.ItemId, item.Scale.ToGrid(), leader?.Paired ?? candidates, design, students, leader?.Plan);
            if (leader is null)
            {
                same.Add(itemId, candidates, plan);
            }
            var planned = PlannedFit.Of(itemId, plan, design, kinds)
                .Select(fit => leader is { } led && together.Contains(fit.Scorer) ? fit.Led(led.ItemId) : fit).ToList();
            fits.AddRange(planned);
            if (costs.Count > 0)
            {
                var texts = await responses.TextsAsync(organisationId, itemId, [.. plan.Responses.Select(response => response.ResponseId)], cancellation);
                foreach (var fit in planned.Where(fit => costs.ContainsKey(fit.Scorer)))
                {
                    costs[fit.Scorer].Add(Priced(item, plan, fit, texts, design.Swaps));
                }
            }
        }
        var scorers = costs.Values.Select(cost => cost.Total()).ToList();
        var purse = await purses.OfAsync(organisationId, cancellation);
        return new AuditCost
        {
            Fits = fits.Count,
            Time = await time.RunAsync(organisationId, design, fits, mayRead, cancellation),
            Scorers = scorers,
            Price = scorers.Sum(scorer => scorer.Price),
            Currency = purse.Currency,
            Budget = design.Budget,
            MonthlyBudget = purse.MonthlyBudget,
            SpentThisMonth = purse.SpentThisMonth,
            Request = design,
            Warnings = design.Raised,
        };
    }

    private async Task<IReadOnlyList<CandidateResponse>> CandidatesAsync(
        string organisationId, Item item, AuditDesign design, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return await AuditedResponses.CandidatesAsync(connection, organisationId, item.ItemId, design.Selection);
    }

    private static PricedFit Priced(Item item, ItemPlan plan, PlannedFit fit, IReadOnlyDictionary<string, string> texts, SwapDesign? swaps)
    {
        var sets = TrainingSets.Of(plan.Responses, plan.Folds[fit.Repeat], fit.Fold, new TrainingSplit(fit.Split), plan.SplitGroups, (ulong)fit.Seed);
        List<PlannedResponse> known = [.. sets.HeldOut.Where(response => texts.ContainsKey(response.ResponseId))];
        var swapped = swaps is null ? [] : SwappedText.Of(swaps, known, texts).Select(swap => new LabelledText(swap.Text, known[swap.At].HumanLevel));
        return new PricedFit(item, fit.Repeat, fit.Seed, Labelled(sets.Training), [.. Labelled(sets.HeldOut), .. swapped]);

        List<LabelledText> Labelled(IReadOnlyList<PlannedResponse> set) =>
        [
            .. from response in set
               where texts.ContainsKey(response.ResponseId)
               select new LabelledText(texts[response.ResponseId], response.HumanLevel),
        ];
    }
}
