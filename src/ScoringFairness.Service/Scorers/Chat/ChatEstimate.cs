using ScoringFairness.Scoring.Chat;
using ScoringFairness.Scoring.Chat.Prompts;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>The tokens of a chat model's fits, while they are counted.</summary>
internal sealed class ChatEstimate(string scorer, ChatOptions options) : ICostEstimate
{
    private int _fits;
    private long _requests;
    private long _input;
    private long _trained;

    public void Add(PricedFit fit)
    {
        _fits++;
        // A model that learns nothing is asked the same in each repeat, and a request that was answered is not sent again.
        if (options.Mode == ChatMode.ZeroShot && fit.Repeat > 0)
        {
            return;
        }
        var examples = options.Mode == ChatMode.FewShot ? FewShotExamples.Draw(fit.Training, options.Examples, fit.Seed) : [];
        var prompt = new ChatPrompt(ChatKind.Describe(fit.Item), options, examples);
        var asked = fit.HeldOut.Select(one => one.Text).Distinct(StringComparer.Ordinal).ToList();
        _requests += asked.Count;
        _input += asked.Sum(text => (long)prompt.Tokens(text));
        if (options.Mode == ChatMode.FineTuned)
        {
            _trained += fit.Training.Sum(text => (long)prompt.TrainingTokens(text)) * options.Epochs;
        }
    }

    public ScorerCost Total()
    {
        var output = _requests * ChatTokens.UsualAnswer;
        return new ScorerCost
        {
            Scorer = scorer,
            Endpoint = options.Endpoint.Name,
            Model = options.Model.Name,
            Fits = _fits,
            Requests = _requests,
            InputTokens = _input,
            OutputTokens = output,
            TrainedTokens = _trained,
            Price = options.Model.Price(_input, output, options.Mode == ChatMode.FineTuned) + options.Model.TrainingPrice(_trained),
        };
    }
}
