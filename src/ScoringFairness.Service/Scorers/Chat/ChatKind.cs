using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Scoring.Chat.Prompts;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>A chat model at an endpoint that the section Chat of the settings names.</summary>
internal sealed class ChatKind(
    ChatSettings settings, ChatTransports transports, ChatPermissions permissions, ChatSpending spending, ItemStore items,
    OrganisationDatabase database, TextCipher cipher)
    : ScorerKind<ChatRequest, ChatDesign>(Kind, "a chat model at an endpoint that is configured here")
{
    public const string Kind = "chat";

    public override bool HasProvider => true;

    /// <summary>What a model is told about an item.</summary>
    public static ChatItem Describe(Item item)
    {
        var scale = item.Scale.ToGrid();
        return new ChatItem(Told(item.Prompt), Told(item.Rubric), new LevelLabels(scale.Minimum, scale.Step, scale.LevelCount));

        static string? Told(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>Offers the models at endpoints that the organisation allows.</summary>
    public override async Task<FormPart> FormAsync(string organisationId, CancellationToken cancellation)
    {
        var allowed = await permissions.ListAsync(organisationId, settings.AllEndpoints, cancellation);
        List<ChatChoice> choices = [.. settings.AllEndpoints.Where(endpoint => allowed.ContainsKey(endpoint.Name)).SelectMany(ChatChoice.Of)];
        return new FormPart
        {
            Boxes = [.. choices.Select(choice => new FormBox(Kind, choice.Value, choice.Words, "a chat model: texts leave this service, and cost money"))],
            Inputs = choices.Count == 0 ? [] :
            [
                new FormInput(
                    "budget", $"Budget for chat models, {settings.Currency}",
                    "Nothing more is sent once it would be passed. Empty: no limit of this audit's own.", IsNumber: true),
            ],
        };
    }

    public override IEnumerable<ScorerRequest> Read(PostedForm form) => form.All(Kind).Select(ChatChoice.Read);

    protected override (ChatDesign? Design, IReadOnlyList<string> Problems) Design(ChatRequest request, IReadOnlyList<string> splits)
    {
        var endpoint = request.Endpoint is null && settings.Endpoints.Count == 1 ? settings.AllEndpoints[0] : settings.Find(request.Endpoint);
        if (endpoint is null)
        {
            var known = settings.Endpoints.Count > 0 ? $"there are {string.Join(", ", settings.Endpoints.Keys)}" : "none is configured";
            return (null, [$"endpoint is '{request.Endpoint}'; it names an endpoint of the section Chat, and {known}."]);
        }
        var model = endpoint.Find(request.Model);
        var mode = request.Mode ?? ChatMode.ZeroShot;
        List<string> problems = [.. request.Problems(endpoint, model)];
        return problems.Count > 0
            ? (null, problems)
            : (new ChatDesign
            {
                Name = request.Name ?? $"{model!.Name}:{ContractJson.Word(mode.ToString())}",
                Endpoint = endpoint.Name,
                Model = model!.Name,
                Mode = mode,
                Examples = mode == ChatMode.FewShot ? request.Examples ?? ChatOptions.DefaultExamples : null,
                Epochs = mode == ChatMode.FineTuned ? request.Epochs ?? ChatOptions.DefaultEpochs : null,
                Splits = mode == ChatMode.ZeroShot ? [] : splits,
            }, []);
    }

    /// <summary>Refuses endpoints that the organisation does not allow; what is not run sends nothing.</summary>
    protected override async Task CheckAsync(ScorerCheck check, IReadOnlyList<ChatDesign> scorers, Refusals errors, CancellationToken cancellation)
    {
        if (check.IsDryRun)
        {
            return;
        }
        var allowed = await permissions.ListAsync(check.OrganisationId, settings.AllEndpoints, cancellation);
        foreach (var endpoint in scorers.Select(scorer => scorer.Endpoint).Distinct().Where(endpoint => !allowed.ContainsKey(endpoint)))
        {
            errors.Add("scorers", ChatPermissions.Refusal(endpoint));
        }
    }

    protected override bool IsLike(ChatDesign scorer, ChatDesign other) =>
        (scorer.Endpoint, scorer.Model, scorer.Mode) == (other.Endpoint, other.Model, other.Mode);

    protected override int Epochs(ChatDesign scorer) => scorer.Epochs ?? 1;

    protected override IScorerEngine Engine(ChatDesign scorer, FitContext context)
    {
        var options = Options(scorer);
        var chat = new ChatContext(context.OrganisationId, context.AuditId, context.FitNo, context.ItemId, scorer.Name, context.Budget);
        return new ChatFit(options, chat, items, transports.To(options.Endpoint), () => new ChatLedger(database, spending, cipher, chat, options.Endpoint));
    }

    protected override ICostEstimate Estimate(ChatDesign scorer) => new ChatEstimate(scorer.Name, Options(scorer));

    protected override IEnumerable<AuditWarning> Caveats(IReadOnlyList<ChatDesign> scorers) =>
    [
        new AuditWarning("chatModels", null,
            $"Scorer {Named(scorers, scorer => $"{scorer.Model} at {scorer.Endpoint}")} is a chat model of a provider, who may change it "
            + "and may give another answer to the same request. The figures rest on the answers that are stored here."),
    ];

    protected override string Origin(ChatDesign scorer) => $"{scorer.Model} at {scorer.Endpoint}, {scorer.Mode switch
    {
        ChatMode.FewShot => $"{scorer.Examples} examples before each response",
        ChatMode.FineTuned => $"fine-tuned there, {scorer.Epochs} epochs",
        _ => "by prompt and rubric alone",
    }}";

    /// <summary>How the model of a scorer is used.</summary>
    private ChatOptions Options(ChatDesign scorer)
    {
        var endpoint = settings.Find(scorer.Endpoint)
            ?? throw new FitException($"This worker has no endpoint '{scorer.Endpoint}'; set Chat:Endpoints:{scorer.Endpoint}:BaseAddress on every worker.");
        return new ChatOptions
        {
            Endpoint = endpoint,
            Model = endpoint.Find(scorer.Model)
                ?? throw new FitException($"This worker's endpoint '{endpoint.Name}' has no model '{scorer.Model}'; set it with its prices on every worker."),
            Mode = scorer.Mode,
            Examples = scorer.Examples ?? ChatOptions.DefaultExamples,
            Epochs = scorer.Epochs ?? ChatOptions.DefaultEpochs,
        };
    }
}
