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
    /// Refuses a section whose name is a slip of one that was added. Of other names nothing is known: the environment is full of variables that
    /// are nobody's settings, so a name without parts is always let be.
    /// </summary>
    /// <exception cref="SettingException">There is such a section.</exception>
    public static void RefuseUnknownSections(this IHostApplicationBuilder builder)
    {
        string[] known = [.. builder.Services.Select(service => service.ImplementationInstance).OfType<KnownSection>().Select(section => section.Name)];
        var spelling = new SettingSpelling(builder.Configuration);
        Refuse(
            from section in builder.Configuration.GetChildren()
            where !known.Contains(section.Key, StringComparer.OrdinalIgnoreCase)
            let meant = known.FirstOrDefault(name => SettingSpelling.IsSlip(section.Key, name))
            let below = section.GetChildren().FirstOrDefault()
            where meant is not null && below is not null
            select $"There is no setting {spelling.Of(below.Path)}; did you mean the section {meant}? "
                + $"The sections are {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }

    private static void Refuse(IEnumerable<string> problems)
    {
        if (problems.ToArray() is { Length: > 0 } all)
        {
            throw new SettingException(string.Join(' ', all));
        }
    }
}
