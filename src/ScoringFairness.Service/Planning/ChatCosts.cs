using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Scoring.Chat.Prompts;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers.Chat;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

/// <summary>What an audit would send to chat models and cost there: its plan is made, and thrown away.</summary>
internal sealed class ChatCosts(
    AuditRequestReader reader, OrganisationDatabase database, ChatScorers chats, ChatSettings settings, ChatSpending spending, ItemStore items, AuditedResponses responses)
{
    /// <summary>Reads a request and estimates its audit; nothing is stored or sent.</summary>
    public async Task<Outcome<AuditCost>> RunAsync(string organisationId, AuditRequest request, CancellationToken cancellation)
    {
        var (design, errors) = await reader.ReadAsync(organisationId, request, cancellation, isDryRun: true);
        return design is null
            ? new Outcome<AuditCost>.Refused("The audit cannot be run", errors)
            : new Outcome<AuditCost>.Done(await EstimateAsync(organisationId, design, cancellation));
    }

    private async Task<AuditCost> EstimateAsync(string organisationId, AuditDesign design, CancellationToken cancellation)
    {
        var costs = design.Scorers.Where(scorer => scorer.Kind == ChatScorers.Kind)
            .ToDictionary(scorer => scorer.Name, scorer => new ScorerEstimate(scorer, chats.Options(scorer)), StringComparer.Ordinal);
        var fits = 0;
        var students = new StudentNumbers();
        foreach (var itemId in design.Items)
        {
            cancellation.ThrowIfCancellationRequested();
            var item = (await items.FindAsync(organisationId, itemId))!;
            var plan = await PlanAsync(organisationId, item, design, students, cancellation);
            var planned = PlannedFit.Of(itemId, plan.Responses, design).ToList();
            fits += planned.Count;
            if (costs.Count > 0)
            {
                var texts = await responses.TextsAsync(organisationId, itemId, [.. plan.Responses.Select(response => response.ResponseId)], cancellation);
                var estimate = new ItemEstimate(ChatScorers.Describe(item), plan, texts, design);
                foreach (var fit in planned.Where(fit => costs.ContainsKey(fit.Scorer)))
                {
                    estimate.AddTo(costs[fit.Scorer], fit);
                }
            }
        }
        var scorers = costs.Values.Select(scorer => scorer.ToCost()).ToList();
        return new AuditCost
        {
            Fits = fits,
            Scorers = scorers,
            Price = scorers.Sum(scorer => scorer.Price),
            Currency = settings.Currency,
            Budget = design.Budget,
            MonthlyBudget = settings.BudgetOf(organisationId),
            SpentThisMonth = await spending.ThisMonthAsync(organisationId, cancellation),
            Request = design,
        };
    }

    private async Task<ItemPlan> PlanAsync(string organisationId, Item item, AuditDesign design, StudentNumbers students, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var candidates = await AuditedResponses.CandidatesAsync(connection, organisationId, item.ItemId, design.Selection, design.Attribute.Names);
        return ItemPlan.Of(item.ItemId, item.Scale.ToGrid(), candidates, design, students);
    }
}

/// <summary>The tokens of a scorer, while they are counted.</summary>
internal sealed class ScorerEstimate(ScorerDesign scorer, ChatOptions options)
{
    public ChatOptions Options => options;

    public int Fits { get; set; }

    public long Requests { get; set; }

    public long Input { get; set; }

    public long Trained { get; set; }

    public ChatScorerCost ToCost()
    {
        var output = Requests * ChatTokens.UsualAnswer;
        return new ChatScorerCost
        {
            Scorer = scorer.Name,
            Endpoint = options.Endpoint.Name,
            Model = options.Model.Name,
            Fits = Fits,
            Requests = Requests,
            InputTokens = Input,
            OutputTokens = output,
            TrainedTokens = Trained,
            Price = options.Model.Price(Input, output, options.Mode == ChatMode.FineTuned) + options.Model.TrainingPrice(Trained),
        };
    }
}

/// <summary>The tokens of an item's fits.</summary>
internal sealed class ItemEstimate(ChatItem item, ItemPlan plan, IReadOnlyDictionary<string, string> texts, AuditDesign design)
{
    public void AddTo(ScorerEstimate scorer, PlannedFit fit)
    {
        scorer.Fits++;
        // A model that learns nothing is asked the same in each repeat, and a request that was answered is not sent again.
        if (scorer.Options.Mode == ChatMode.ZeroShot && fit.Repeat > 0)
        {
            return;
        }
        var sets = TrainingSets.Of(plan.Responses, plan.Folds[fit.Repeat], fit.Fold, new TrainingSplit(fit.Split), design.Groups, (ulong)fit.Seed);
        var training = Labelled(sets.Training);
        var examples = scorer.Options.Mode == ChatMode.FewShot ? FewShotExamples.Draw(training, scorer.Options.Examples, fit.Seed) : [];
        var prompt = new ChatPrompt(item, scorer.Options, examples);
        var asked = Labelled(sets.HeldOut).Select(one => one.Text).Distinct(StringComparer.Ordinal).ToList();
        scorer.Requests += asked.Count;
        scorer.Input += asked.Sum(text => (long)prompt.Tokens(text));
        if (scorer.Options.Mode == ChatMode.FineTuned)
        {
            scorer.Trained += training.Sum(text => (long)prompt.TrainingTokens(text)) * scorer.Options.Epochs;
        }
    }

    private List<LabelledText> Labelled(IReadOnlyList<PlannedResponse> set) =>
        [.. set.Where(response => texts.ContainsKey(response.ResponseId)).Select(response => new LabelledText(texts[response.ResponseId], response.HumanLevel))];
}
