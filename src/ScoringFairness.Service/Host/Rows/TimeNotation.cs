using System.Globalization;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>How times are written in a file. A date that can be read two ways is refused, for one of them is wrong.</summary>
/// <param name="zone">The zone of times without an offset.</param>
/// <param name="dayFirst">Whether the day stands first in a date of numbers; null: that is not known.</param>
internal sealed partial class TimeNotation(TimeZoneInfo zone, bool? dayFirst)
{
    private const string Remedy = "write it like 2026-03-01T09:30:00Z";
    private const int EarliestYear = 1900;

    /// <summary>Later years stand for "no date" in the files that have them.</summary>
    private const int LatestYear = 2999;

    /// <summary>The zone of that name; null where there is none.</summary>
    public static TimeZoneInfo? Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : null;

    /// <summary>Reads a time.</summary>
    /// <returns>What keeps it from being one, and the remedy; null where nothing does.</returns>
    public string? Read(string value, out DateTimeOffset time)
    {
        time = default;
        var text = value.Trim();
        if (Numbers().Match(text) is { Success: true } numbers)
        {
            var (first, second) = (Number(numbers.Groups[1]), Number(numbers.Groups[3]));
            // With points between the day stands first wherever dates are written so.
            var isDayFirst = numbers.Groups[2].Value == "." || first > 12 || first == second ? true : second > 12 ? false : dayFirst;
            if (isDayFirst is null)
            {
                return $"is '{numbers.Value}', which can be read two ways; {Remedy}, or say which it is: dateOrder=dayFirst or dateOrder=monthFirst.";
            }
            var (day, month) = isDayFirst == true ? (first, second) : (second, first);
            text = string.Create(CultureInfo.InvariantCulture, $"{numbers.Groups[4].Value}-{month:00}-{day:00}{text[numbers.Length..]}");
        }
        var offset = Offset().Match(text);
        var ofDay = offset.Success ? text[..offset.Index] : text;
        if (!DateTime.TryParse(ofDay, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var local)
            || local.Year is < EarliestYear or > LatestYear)
        {
            return $"is not a time; {Remedy}.";
        }
        if (offset.Success)
        {
            var minutes = Number(offset.Groups["hours"]) * 60 + Number(offset.Groups["minutes"]);
            if (minutes > 14 * 60)
            {
                return $"has an offset that there is not; {Remedy}.";
            }
            time = new DateTimeOffset(local, TimeSpan.FromMinutes(offset.Groups["sign"].Value == "-" ? -minutes : minutes)).ToUniversalTime();
            return null;
        }
        if (zone.IsInvalidTime(local))
        {
            return $"was not in {zone.Id}, where clocks were put forward then; {Remedy}.";
        }
        time = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        return null;
    }

    private static int Number(Group digits) => digits.Success ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;

    /// <summary>A date of numbers that does not begin with the year.</summary>
    [GeneratedRegex(@"^(\d{1,2})([./-])(\d{1,2})[./-](\d{4})")]
    private static partial Regex Numbers();

    /// <summary>An offset behind a time of day.</summary>
    [GeneratedRegex(@"(?<=:\d{2}(\.\d+)?(\s*[AP]M)?)\s*(Z|(UTC|GMT)?(?<sign>[+-])(?<hours>\d{1,2}):?(?<minutes>\d{2})?|UTC|GMT)$", RegexOptions.IgnoreCase)]
    private static partial Regex Offset();
}
