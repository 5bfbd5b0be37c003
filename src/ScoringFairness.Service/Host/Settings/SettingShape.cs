using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace ScoringFairness.Service.Host.Settings;

/// <summary>What may stand at a place of the settings, by the type that the binder makes of it.</summary>
internal abstract record SettingShape
{
    /// <summary>The shape of a section.</summary>
    public static SectionShape OfSection(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true });
        return new SectionShape(
            type,
            [.. properties.Select(property => new SettingProperty(property, Of(property)))],
            EntryOf(type) is { } entry ? Of(entry, NamedByAttribute.Default, []) : null);
    }

    /// <summary>Names of all settings at this place and below, with <c>&lt;name&gt;</c> and <c>&lt;n&gt;</c> for what an operator chooses.</summary>
    public abstract IEnumerable<string> Names(string path);

    private static SettingShape Of(PropertyInfo property)
    {
        var rules = property.GetCustomAttributes<ValidationAttribute>().ToArray();
        return Of(property.PropertyType, property.GetCustomAttribute<NamedByAttribute>()?.Noun ?? NamedByAttribute.Default, rules);
    }

    private static SettingShape Of(Type type, string noun, ValidationAttribute[] rules)
    {
        if (type == typeof(IConfigurationSection))
        {
            return new OpenShape(noun);
        }
        if (Arguments(type, typeof(IDictionary<,>)) is [_, var value])
        {
            return new NamedShape(noun, Of(value, NamedByAttribute.Default, rules));
        }
        var isValue = TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));
        if (type != typeof(string) && Arguments(type, typeof(ICollection<>)) is [var element])
        {
            return new ListShape(Of(element, NamedByAttribute.Default, rules), isValue);
        }
        return isValue ? new ValueShape(Nullable.GetUnderlyingType(type) ?? type, rules)
            : rules.Length == 0 ? OfSection(type)
            : throw new NotSupportedException($"A rule for {type.Name} as a whole would be passed over: let it validate itself.");
    }

    private static Type[]? Arguments(Type type, Type definition) =>
        type.GetInterfaces().Prepend(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == definition)?.GetGenericArguments();

    private static Type? EntryOf(Type? type) =>
        type is null ? null
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(NamedSettings<>) ? type.GetGenericArguments()[0]
        : EntryOf(type.BaseType);
}

/// <summary>One value.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Rules">What it must be; those of a list or of named values hold for each.</param>
internal sealed record ValueShape(Type Type, IReadOnlyList<ValidationAttribute> Rules) : SettingShape
{
    public override IEnumerable<string> Names(string path) => [path];
}

/// <summary>Numbered elements.</summary>
/// <param name="Element">Each of them.</param>
/// <param name="IsValueToo">Whether one value may stand for all.</param>
internal sealed record ListShape(SettingShape Element, bool IsValueToo) : SettingShape
{
    public override IEnumerable<string> Names(string path) => IsValueToo ? [path] : Element.Names($"{path}:<n>");
}

/// <summary>Elements under names of the operator's choice.</summary>
/// <param name="Noun">A word for the names.</param>
/// <param name="Element">Each of them.</param>
internal sealed record NamedShape(string Noun, SettingShape Element) : SettingShape
{
    public override IEnumerable<string> Names(string path) => Element.Names($"{path}:<{Noun}>");
}

/// <summary>Whatever somebody else's code reads.</summary>
/// <param name="Noun">A word for the names below it.</param>
internal sealed record OpenShape(string Noun) : SettingShape
{
    public override IEnumerable<string> Names(string path) => [$"{path}:<{Noun}>"];
}

/// <summary>Settings with names of their own.</summary>
/// <param name="Type">What has them as properties.</param>
/// <param name="Properties">The settings.</param>
/// <param name="Entry">What stands under every other name; null: nothing may.</param>
internal sealed record SectionShape(Type Type, IReadOnlyList<SettingProperty> Properties, SettingShape? Entry) : SettingShape
{
    /// <summary>The setting of a name, or null.</summary>
    public SettingProperty? Find(string name) => Properties.FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase));

    public override IEnumerable<string> Names(string path) =>
        [.. Properties.SelectMany(property => property.Shape.Names($"{path}:{property.Name}")), .. Entry?.Names($"{path}:<{NamedByAttribute.Default}>") ?? []];
}

/// <summary>A setting of a section.</summary>
/// <param name="Property">The property that is set.</param>
/// <param name="Shape">What may stand there.</param>
internal sealed record SettingProperty(PropertyInfo Property, SettingShape Shape)
{
    /// <summary>Its name.</summary>
    public string Name => Property.Name;
}
