using ScoringFairness.Scoring.Swaps;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

/// <summary>A held-out response with words of it put in each other's place.</summary>
/// <param name="At">Its place among the held-out responses.</param>
/// <param name="Direction">firstToSecond or secondToFirst.</param>
/// <param name="Text">The changed text.</param>
internal sealed record SwappedText(int At, string Direction, string Text)
{
    /// <summary>The changed texts of a held-out fold: of each response that holds such words, one for each side's.</summary>
    public static IReadOnlyList<SwappedText> Of(SwapDesign swaps, IReadOnlyList<PlannedResponse> heldOut, IReadOnlyDictionary<string, string> texts)
    {
        var swap = new WordSwap(swaps.Words);
        return
        [
            .. from response in heldOut.Index()
               from direction in Enum.GetValues<SwapDirection>()
               let text = swap.Swap(texts[response.Item.ResponseId], direction)
               where text is not null
               select new SwappedText(response.Index, ContractJson.Word(direction.ToString()), text),
        ];
    }
}
