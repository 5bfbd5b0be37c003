using Microsoft.Extensions.Options;

namespace ScoringFairness.Service.Host.Settings;

/// <summary>The settings of the program: read once, at the start, which a wrong one ends.</summary>
internal static class SettingsSetup
{
    /// <summary>Adds the settings of a section, as themselves and as options.</summary>
    /// <returns>The settings.</returns>
    /// <exception cref="SettingException">A name in the section is no setting's, or a value cannot be.</exception>
    public static T AddSettings<T>(this IHostApplicationBuilder builder)
        where T : class, ISettings, new()
    {
        var settings = builder.Configuration.Read<T>();
        builder.Services.AddSingleton(new KnownSection(T.Section, SettingShape.OfSection(typeof(T))));
        builder.Services.AddSingleton(settings).AddSingleton(Options.Create(settings));
        return settings;
    }

    /// <summary>Reads the settings of a section.</summary>
    /// <exception cref="SettingException">A name in the section is no setting's, or a value cannot be.</exception>
    public static T Read<T>(this IConfiguration configuration)
        where T : class, ISettings, new()
    {
        var (section, shape, spelling) = (configuration.GetSection(T.Section), SettingShape.OfSection(typeof(T)), new SettingSpelling(configuration));
        Refuse(new SettingNames(spelling).Problems(section, shape));
        var settings = new T();
        section.Bind(settings);
        if (settings is INamedSettings { Named: var entries })
        {
            section.Bind(entries);
            foreach (var name in entries.Keys.Cast<string>().Where(name => shape.Find(name) is not null).ToList())
            {
                entries.Remove(name);
            }
        }
        Refuse(new SettingRules(spelling).Problems(section, settings, shape));
        return settings;
    }

    /// <summary>
    /// Refuses a section whose name is a slip of one that was added, and in which settings of that one stand. Of other names nothing is known:
    /// the environment is full of variables that are nobody's settings, so a name without parts, or with other parts, is let be.
    /// </summary>
    /// <exception cref="SettingException">There is such a section.</exception>
    public static void RefuseUnknownSections(this IHostApplicationBuilder builder)
    {
        var sections = builder.Services.Select(service => service.ImplementationInstance).OfType<KnownSection>().ToList();
        string[] known = [.. sections.Select(section => section.Name)];
        var spelling = new SettingSpelling(builder.Configuration);
        Refuse(
            from section in builder.Configuration.GetChildren()
            where !known.Contains(section.Key, StringComparer.OrdinalIgnoreCase)
            let meant = sections.FirstOrDefault(one => SettingSpelling.IsSlip(section.Key, one.Name) && Holds(section, one.Shape))
            where meant is not null
            select $"There is no setting {spelling.Of(section.GetChildren().First().Path)}; did you mean the section {meant.Name}? "
                + $"The sections are {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>Whether a name of a shape, or a slip of one, stands below a place.</summary>
    private static bool Holds(IConfigurationSection place, SettingShape shape) => shape switch
    {
        SectionShape section => place.GetChildren().Any(child =>
            section.Properties.Any(property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase)
                || SettingSpelling.IsSlip(child.Key, property.Name))
            || (section.Entry is { } entry && Holds(child, entry))),
        _ => false,
    };

    private static void Refuse(IEnumerable<string> problems)
    {
        if (problems.ToArray() is { Length: > 0 } all)
        {
            throw new SettingException(string.Join(' ', all));
        }
    }
}
