using System.Globalization;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Reports.Readings;

/// <summary>The place after which a list of responses goes on, as clients send it back.</summary>
internal static class ComparedCursor
{
    /// <summary>Reads it.</summary>
    /// <returns>How many are wanted after which place, or what is wrong with either.</returns>
    public static (int Limit, DifferencePlace? After, bool IsWrong, string? Problem) Read(int? limit, string? after)
    {
        var (size, key, problem) = Paging.Read(limit, after);
        if (problem is not null || key is null)
        {
            return (size, null, problem is not null, problem);
        }
        return key.Split('\n') is [var distance, var item, var number, var scorer, var split]
            && double.TryParse(distance, NumberStyles.Float, CultureInfo.InvariantCulture, out var far) && double.IsFinite(far)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var no)
                ? (size, new DifferencePlace(far, item, no, scorer, split.Length == 0 ? null : split), false, null)
                : (size, null, true, null);
    }

    /// <summary>Writes it.</summary>
    public static string? Write(DifferencePlace? place) => place is null ? null : Paging.Cursor(string.Create(
        CultureInfo.InvariantCulture, $"{place.Distance:R}\n{place.ItemId}\n{place.ResponseNo}\n{place.Scorer}\n{place.Split}"));
}
