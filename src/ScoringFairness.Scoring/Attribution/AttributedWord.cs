namespace ScoringFairness.Scoring.Attribution;

/// <summary>What a word moved the score of a response.</summary>
/// <param name="Word">The word, in lower case.</param>
/// <param name="Count">How often it stands in what is read of the response.</param>
/// <param name="Value">
/// Levels that it adds to the score, all its places together; of saliency and attention, which tell no direction, how much it was looked at.
/// </param>
public sealed record AttributedWord(string Word, int Count, double Value);

/// <summary>The score of a response shared out among its words.</summary>
/// <param name="Response">The response's place in the request.</param>
/// <param name="Method">By which method.</param>
/// <param name="Words">Each different word once, in their order.</param>
/// <param name="Rest">What no word has: punctuation, special tokens, length and form.</param>
public sealed record ResponseAttribution(int Response, AttributionMethod Method, IReadOnlyList<AttributedWord> Words, double Rest);

/// <summary>What a fit is asked for beside scores.</summary>
/// <param name="Methods">The methods; an engine leaves alone those that are none of its kind.</param>
/// <param name="Responses">Places of the responses that are asked about.</param>
public sealed record AttributionRequest(IReadOnlyList<AttributionMethod> Methods, IReadOnlyList<int> Responses);
