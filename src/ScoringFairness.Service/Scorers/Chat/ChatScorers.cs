using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Scoring.Chat.Prompts;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>Chat models as scorers of audits: read from requests, and made ready for a fit.</summary>
internal sealed class ChatScorers(
    ChatSettings settings, ChatTransports transports, ChatPermissions permissions, ChatSpending spending, ItemStore items, OrganisationDatabase database, TextCipher cipher)
{
    public const string Kind = "chat";

    /// <summary>Writes out the defaults of such a scorer, or says what is wrong with it.</summary>
    public (ScorerDesign? Design, IReadOnlyList<string> Problems) Design(ScorerRequest request, IReadOnlyList<string> splits)
    {
        var endpoint = request.Endpoint is null && settings.Endpoints.Count == 1 ? settings.AllEndpoints[0] : settings.Find(request.Endpoint);
        if (endpoint is null)
        {
            var known = settings.Endpoints.Count > 0 ? $"there are {string.Join(", ", settings.Endpoints.Keys)}" : "none is configured";
            return (null, [$"endpoint is '{request.Endpoint}'; it names an endpoint of the section Chat, and {known}."]);
        }
        var model = endpoint.Find(request.Model);
        var mode = (request.Mode ?? ScorerMode.ZeroShot).OfChat();
        List<string> problems = [.. Problems(request, endpoint, model, mode)];
        return problems.Count > 0
            ? (null, problems)
            : (new ScorerDesign
            {
                Kind = Kind,
                Name = request.Name ?? $"{model!.Name}:{ChatSpending.Word(mode!.Value.ToString())}",
                Endpoint = endpoint.Name,
                Model = model!.Name,
                Mode = request.Mode ?? ScorerMode.ZeroShot,
                Examples = mode == ChatMode.FewShot ? request.Examples ?? ChatOptions.DefaultExamples : null,
                Epochs = mode == ChatMode.FineTuned ? request.Epochs ?? ChatOptions.DefaultEpochs : null,
                Splits = mode == ChatMode.ZeroShot ? [] : splits,
            }, []);
    }

    /// <summary>Refuses endpoints that the organisation does not allow.</summary>
    public async Task CheckAsync(string organisationId, IReadOnlyList<ScorerDesign> scorers, Refusals errors, CancellationToken cancellation)
    {
        var asked = scorers.Where(scorer => scorer.Kind == Kind).Select(scorer => scorer.Endpoint!).Distinct().ToList();
        if (asked.Count == 0)
        {
            return;
        }
        var allowed = await permissions.ListAsync(organisationId, settings.AllEndpoints, cancellation);
        foreach (var endpoint in asked.Where(endpoint => !allowed.ContainsKey(endpoint)))
        {
            errors.Add("scorers", ChatPermissions.Refusal(endpoint));
        }
    }

    /// <summary>How the model of a scorer is used.</summary>
    /// <exception cref="FitException">This worker is not configured for it.</exception>
    public ChatOptions Options(ScorerDesign scorer)
    {
        var endpoint = settings.Find(scorer.Endpoint)
            ?? throw new FitException($"This worker has no endpoint '{scorer.Endpoint}'; set Chat:Endpoints:{scorer.Endpoint}:BaseAddress on every worker.");
        return new ChatOptions
        {
            Endpoint = endpoint,
            Model = endpoint.Find(scorer.Model) ?? throw new FitException($"This worker's endpoint '{endpoint.Name}' has no model '{scorer.Model}'; set it with its prices on every worker."),
            Mode = scorer.Mode!.Value.OfChat()!.Value,
            Examples = scorer.Examples ?? ChatOptions.DefaultExamples,
            Epochs = scorer.Epochs ?? ChatOptions.DefaultEpochs,
        };
    }

    /// <summary>The engine of a fit.</summary>
    public IScorerEngine Engine(ScorerDesign scorer, ChatContext context)
    {
        var options = Options(scorer);
        return new ChatFit(options, context, items, transports.To(options.Endpoint), () => new ChatLedger(database, spending, cipher, context, options.Endpoint));
    }

    /// <summary>What a model is told about an item.</summary>
    public static ChatItem Describe(Item item)
    {
        var scale = item.Scale.ToGrid();
        return new ChatItem(Told(item.Prompt), Told(item.Rubric), new LevelLabels(scale.Minimum, scale.Step, scale.LevelCount));

        static string? Told(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private static IEnumerable<string> Problems(ScorerRequest request, ChatEndpoint endpoint, ChatModel? model, ChatMode? mode)
    {
        if (model is null)
        {
            yield return $"model is '{request.Model}'; endpoint '{endpoint.Name}' has {string.Join(", ", endpoint.Models.Select(one => one.Name))}.";
        }
        if (mode is null)
        {
            yield return "mode is for kind bert; kind chat has zeroShot, fewShot and fineTuned.";
        }
        if (request.AsksForBert() && mode is not null)
        {
            yield return "checkpoint and the other options of training belong to kind bert; leave them out.";
        }
        if (mode == ChatMode.ZeroShot && request.Splits is not null)
        {
            yield return "splits belong to scorers that learn; in mode zeroShot the model learns nothing, so leave them out.";
        }
        if (request.Examples is not null && (mode != ChatMode.FewShot || request.Examples is < 1 or > ChatOptions.MostExamples))
        {
            yield return $"examples is {request.Examples}; it is for mode fewShot, 1 to {ChatOptions.MostExamples}.";
        }
        if (request.Epochs is not null && (mode != ChatMode.FineTuned || request.Epochs is < 1 or > ChatOptions.MostEpochs))
        {
            yield return $"epochs is {request.Epochs}; it is for mode fineTuned, 1 to {ChatOptions.MostEpochs}.";
        }
        if (mode == ChatMode.FineTuned && model is { TrainingPerMillion: null })
        {
            yield return $"model '{model.Name}' cannot be fine-tuned here, for it has no price of training; set TrainingPerMillion of it.";
        }
    }
}
