using System.ComponentModel.DataAnnotations;
using Npgsql;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Database;

/// <summary>Where PostgreSQL is (section <c>ConnectionStrings</c>).</summary>
internal sealed class DatabaseSettings : ISettings, IValidatableObject
{
    private const string Example = "Host=127.0.0.1;Port=5432;Username=scoring_fairness;Database=scoring_fairness";

    public static string Section => "ConnectionStrings";

    /// <summary>PostgreSQL, as Npgsql writes it.</summary>
    public string Database { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Database))
        {
            yield return new ValidationResult(
                $"No database is configured. Set ConnectionStrings__Database, for example to '{Example}'; "
                + "`bash db/local.sh start` starts a PostgreSQL of this checkout's own and prints what to set.");
        }
        else if (Fault() is { } reason)
        {
            yield return new ValidationResult($"ConnectionStrings__Database: {reason}. It has the form '{Example}'.");
        }
    }

    private string? Fault()
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(Database);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message.Split(" (Parameter", 2)[0].TrimEnd('.');
        }
    }
}
