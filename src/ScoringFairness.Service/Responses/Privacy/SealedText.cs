namespace ScoringFairness.Service.Responses.Privacy;

/// <summary>A text as it is stored: encrypted, where the settings give a key.</summary>
internal sealed class SealedText
{
    public required string ItemId { get; init; }

    public required string ResponseId { get; init; }

    public required string Text { get; init; }

    public byte[]? TextDigest { get; init; }
}
