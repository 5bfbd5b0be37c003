using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Scoring.Chat.Transport;
using ScoringFairness.Service.Items;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>A fit of a chat model: its engine with the item that it grades and what it pays.</summary>
internal sealed class ChatFit(ChatOptions options, ChatContext context, ItemStore items, ChatTransport transport, Func<ChatLedger> open) : IScorerEngine
{
    public FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation) =>
        FitAsync(request, progress, cancellation).GetAwaiter().GetResult();

    private async Task<FitResult> FitAsync(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        var item = await items.FindAsync(context.OrganisationId, context.ItemId)
            ?? throw new FitException($"Item '{context.ItemId}' was deleted while the audit ran.");
        await using var ledger = open();
        return await new ChatScorerEngine(options, ChatKind.Describe(item), transport, ledger).FitAsync(request, progress, cancellation);
    }
}
