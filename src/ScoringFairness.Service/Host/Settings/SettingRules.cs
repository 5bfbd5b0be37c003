using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace ScoringFairness.Service.Host.Settings;

/// <summary>Holds settings that are bound against the data annotations of their properties, at any depth.</summary>
internal sealed class SettingRules(SettingSpelling spelling)
{
    /// <summary>What is wrong with a section, in sentences.</summary>
    /// <param name="place">Where the section is.</param>
    /// <param name="settings">What was made of it.</param>
    /// <param name="shape">What may stand in it.</param>
    public IEnumerable<string> Problems(IConfigurationSection place, object settings, SectionShape shape)
    {
        List<string> problems = [];
        foreach (var property in shape.Properties)
        {
            problems.AddRange(At(place.GetSection(property.Name), property.Property.GetValue(settings), property.Shape));
        }
        if (shape.Entry is not null && settings is INamedSettings entries)
        {
            problems.AddRange(Named(place, entries.Named, shape.Entry));
        }
        return problems.Count == 0 && settings is IValidatableObject own
            ? own.Validate(new ValidationContext(settings)).Select(problem => Sentence(place, problem))
            : problems;
    }

    /// <summary>What to set instead of a value that cannot be.</summary>
    public static string Remedy(ValueShape shape) =>
        shape.Rules.FirstOrDefault(rule => rule is not RequiredAttribute && rule.ErrorMessage is not null)?.ErrorMessage
        ?? $"set {Kind(shape.Type)}{(shape.Rules.OfType<RangeAttribute>().FirstOrDefault() is { } range ? Limits(range) : "")}";

    private IEnumerable<string> At(IConfigurationSection place, object? value, SettingShape shape) => (shape, value) switch
    {
        (ValueShape one, _) => Value(place, value, one),
        (SectionShape section, not null) => Problems(place, value, section),
        (NamedShape named, IDictionary entries) => Named(place, entries, named.Element),
        (ListShape list, IEnumerable elements) => List(place, elements, list.Element),
        _ => [],
    };

    private IEnumerable<string> Value(IConfigurationSection place, object? value, ValueShape shape)
    {
        foreach (var rule in shape.Rules.Where(rule => !rule.IsValid(value)))
        {
            var name = spelling.Of(place.Path);
            yield return rule is RequiredAttribute ? $"{name} is missing; {rule.ErrorMessage ?? "set it"}."
                : $"{name} is '{Convert.ToString(value, CultureInfo.InvariantCulture)}'; {Remedy(shape)}.";
            yield break;
        }
    }

    private IEnumerable<string> Named(IConfigurationSection place, IDictionary entries, SettingShape shape) =>
        entries.Keys.Cast<string>().SelectMany(name => At(place.GetSection(name), entries[name], shape));

    /// <summary>The binder takes the elements in the order of their numbers, which need not be without gaps.</summary>
    private IEnumerable<string> List(IConfigurationSection place, IEnumerable elements, SettingShape shape) =>
        place.GetChildren().Zip(elements.Cast<object?>()).SelectMany(pair => At(pair.First, pair.Second, shape));

    /// <summary>A problem that names settings is told of them; one that names none is a sentence.</summary>
    private string Sentence(IConfigurationSection place, ValidationResult problem) =>
        problem.MemberNames.FirstOrDefault() is { } name ? $"{spelling.Of($"{place.Path}:{name}")} {problem.ErrorMessage}" : problem.ErrorMessage!;

    private static string Kind(Type type) =>
        type.IsEnum && Enum.GetNames(type) is [.. var others, var last] ? $"{string.Join(", ", others)} or {last}"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : "a number";

    private static string Limits(RangeAttribute range)
    {
        var isOpen = range.Maximum is int.MaxValue or double.MaxValue;
        return FormattableString.Invariant((range.MinimumIsExclusive, isOpen) switch
        {
            (true, true) => $" above {range.Minimum}",
            (true, false) => $" above {range.Minimum}, {range.Maximum} at most",
            (false, true) => $", {range.Minimum} or more",
            (false, false) => $", {range.Minimum} to {range.Maximum}",
        });
    }
}
