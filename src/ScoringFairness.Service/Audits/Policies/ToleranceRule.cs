using ScoringFairness.Service.Host.Api;
using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Audits.Policies;

/// <summary>What a tolerance may be, and a minimum.</summary>
internal static class ToleranceRule
{
    /// <summary>Adds what is wrong with a tolerance.</summary>
    /// <param name="measure">The measure's code.</param>
    /// <param name="tolerance">In score points or as a share, by the measure.</param>
    /// <param name="widest">The width of the scale, which tolerances in score points must lie below; infinity where it is not known.</param>
    /// <param name="field">Where the request has it.</param>
    /// <param name="errors">Told of it.</param>
    public static void Check(string measure, double tolerance, double widest, string field, Refusals errors)
    {
        if (!AuditDefaults.Tolerances.ContainsKey(measure))
        {
            errors.Add(field, $"There is no tolerance of '{measure}'; there are {string.Join(", ", AuditDefaults.Tolerances.Keys)}.");
            return;
        }
        var limit = MeasureCatalogue.Of(measure).Unit == Unit.Points ? widest : 1;
        errors.Unless(
            tolerance > 0 && tolerance < limit, field,
            $"'{measure}' is {tolerance}; it must be above 0{(double.IsInfinity(limit) ? "" : $" and below {limit}")}.");
    }

    /// <summary>Adds what is wrong with a minimum: those of agreement and of ratios lie between −1 and 1.</summary>
    public static void CheckMinimum(string measure, double minimum, string field, Refusals errors)
    {
        if (!AuditDefaults.TakeMinimums.Contains(measure))
        {
            errors.Add(field, $"There is no minimum of '{measure}'; there are {string.Join(", ", AuditDefaults.TakeMinimums)}.");
            return;
        }
        errors.Unless(minimum is > -1 and <= 1, field, $"'{measure}' is {minimum}; it must be above -1 and 1 at most.");
    }
}
