using System.Text.Json;

namespace ScoringFairness.Statistics.Verdicts;

/// <summary>What an interval says about a tolerance δ, or about a minimum.</summary>
public enum Verdict
{
    /// <summary>The whole interval lies inside ±δ.</summary>
    Within,

    /// <summary>The whole interval lies outside ±δ.</summary>
    Exceeds,

    /// <summary>The interval straddles δ, or the minimum: these data cannot tell.</summary>
    Inconclusive,

    /// <summary>There is no figure to judge.</summary>
    Undefined,

    /// <summary>The whole interval lies at or above the minimum.</summary>
    Met,

    /// <summary>The whole interval lies below the minimum.</summary>
    NotMet,
}

/// <summary>Verdicts and bounds as the API, the CSV and the database have them.</summary>
public static class VerdictCodes
{
    /// <summary>The word of a verdict.</summary>
    public static string Code(this Verdict verdict) => JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString());

    /// <summary>The word of a bound.</summary>
    public static string Code(this Bound bound) => JsonNamingPolicy.CamelCase.ConvertName(bound.ToString());
}
