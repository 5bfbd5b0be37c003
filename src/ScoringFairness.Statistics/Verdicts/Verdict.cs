using System.Text.Json;

namespace ScoringFairness.Statistics.Verdicts;

/// <summary>What an interval says about a tolerance δ.</summary>
public enum Verdict
{
    /// <summary>The whole interval lies inside ±δ.</summary>
    Within,

    /// <summary>The whole interval lies outside ±δ.</summary>
    Exceeds,

    /// <summary>The interval straddles δ: these data cannot tell.</summary>
    Inconclusive,

    /// <summary>There is no figure to judge.</summary>
    Undefined,
}

/// <summary>Verdicts as the API, the CSV and the database have them.</summary>
public static class VerdictCodes
{
    /// <summary>The word of a verdict.</summary>
    public static string Code(this Verdict verdict) => JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString());
}
