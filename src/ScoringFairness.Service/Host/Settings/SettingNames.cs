using System.ComponentModel;
using System.Globalization;

namespace ScoringFairness.Service.Host.Settings;

/// <summary>Looks, before anything is bound, for names that no setting has and for values that are none of their setting's.</summary>
internal sealed class SettingNames(SettingSpelling spelling)
{
    /// <summary>What the environment's provider adds to a connection string of a hosting service (<c>POSTGRESQLCONNSTR_Database</c>).</summary>
    private const string OfProvider = "_ProviderName";

    /// <summary>What is wrong below a place, in sentences.</summary>
    public IEnumerable<string> Problems(IConfigurationSection place, SettingShape shape) => shape switch
    {
        SectionShape section => place.GetChildren().SelectMany(child => OfSection(place, child, section)),
        NamedShape named => place.GetChildren().SelectMany(child => At(child, named.Element)),
        ListShape list => place.GetChildren().SelectMany(child => OfList(place, child, list)).DefaultIfEmpty(Gap(place)).OfType<string>(),
        ValueShape value => OfValue(place, value),
        _ => [],
    };

    private IEnumerable<string> OfSection(IConfigurationSection place, IConfigurationSection child, SectionShape section)
    {
        if (section.Find(child.Key) is { } property)
        {
            return At(child, property.Shape);
        }
        if (child.Key.EndsWith(OfProvider, StringComparison.Ordinal) && section.Find(child.Key[..^OfProvider.Length]) is not null)
        {
            return [];
        }
        return section.Entry is { } entry && string.IsNullOrEmpty(child.Value) ? At(child, entry) : [Unknown(place, child, section)];
    }

    private IEnumerable<string> OfList(IConfigurationSection place, IConfigurationSection child, ListShape list) =>
        int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? At(child, list.Element)
            : [$"There is no setting {spelling.Of(child.Path)}: {Numbered(place)}."];

    /// <summary>What lies behind a gap would be read as if there were none: an argument for the program itself.</summary>
    private string? Gap(IConfigurationSection place)
    {
        var numbers = place.GetChildren().Select(child => int.TryParse(child.Key, CultureInfo.InvariantCulture, out var number) ? number : -1).Order().ToList();
        var missing = Enumerable.Range(0, numbers.Count).FirstOrDefault(number => numbers[number] != number, -1);
        return missing < 0
            ? null
            : $"{spelling.Of($"{place.Path}:{missing}")} is missing, and there is {spelling.Of($"{place.Path}:{numbers[missing]}")}: {Numbered(place)}.";
    }

    /// <summary>A value where only names or numbers belong would be read by nothing. Empty, it is how files write a list of none.</summary>
    private IEnumerable<string> At(IConfigurationSection place, SettingShape shape) => shape switch
    {
        ListShape { IsValueToo: false } when !string.IsNullOrEmpty(place.Value) => [$"{spelling.Of(place.Path)} has a value of its own: {Numbered(place)}."],
        SectionShape or NamedShape when !string.IsNullOrEmpty(place.Value) =>
            [$"{spelling.Of(place.Path)} has a value of its own: set {List(shape.Names(place.Path).Select(spelling.Of))}."],
        _ => Problems(place, shape),
    };

    private IEnumerable<string> OfValue(IConfigurationSection place, ValueShape shape)
    {
        if (place.GetChildren().FirstOrDefault() is { } below)
        {
            return [$"There is no setting {spelling.Of(below.Path)}: {spelling.Of(place.Path)} takes one value."];
        }
        return place.Value is not { } text || IsValue(text, shape.Type)
            ? []
            : [$"{spelling.Of(place.Path)} is '{text}'; {SettingRules.Remedy(shape)}{(text.Length == 0 ? ", or leave it out" : "")}."];
    }

    private static bool IsValue(string text, Type type)
    {
        try
        {
            // As the binder converts it.
            var value = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return value is not null && (!type.IsEnum || Enum.IsDefined(type, value));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private string Unknown(IConfigurationSection place, IConfigurationSection child, SectionShape section)
    {
        var known = section.Properties.Select(property => property.Name).ToArray();
        var meant = SettingSpelling.Nearest(child.Key, known) is { } nearest ? $"; did you mean {spelling.Of($"{place.Path}:{nearest}")}?" : ".";
        var above = spelling.Of($"{place.Path}:").Length;
        var entries = section.Entry?.Names($"{place.Path}:<{NamedByAttribute.Default}>").Select(name => spelling.Of(name)[above..]) ?? [];
        return $"There is no setting {spelling.Of(child.Path)}{meant} {spelling.Of(place.Path)} has {List([.. known, .. entries])}.";
    }

    private string Numbered(IConfigurationSection place) => $"{spelling.Of(place.Path)} is a list, numbered from {spelling.Of($"{place.Path}:0")}";

    private static string List(IEnumerable<string> names) => string.Join(", ", names);
}
