using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace ScoringFairness.Service.Host;

/// <summary>What keeps the program from starting and its operator can put right: told in a sentence, without a stack trace.</summary>
internal static class StartFailure
{
    private const string NamesTheDatabase = "ConnectionStrings__Database names the database.";

    /// <summary>The sentence, or null where the exception is a fault of the program.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        SettingException setting => setting.Message,
        IOException { InnerException: AddressInUseException } bind => $"{bind.Message.TrimEnd('.')}. The setting PORT names another port.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } refused =>
            $"{Sentence(refused.MessageText)} Create it first; {NamesTheDatabase}",
        PostgresException refused when refused.SqlState.StartsWith("28", StringComparison.Ordinal) =>
            $"{Sentence(refused.MessageText)} {NamesTheDatabase}",
        NpgsqlException { InnerException: SocketException or TimeoutException } unreachable =>
            $"{Sentence(unreachable.Message)} {NamesTheDatabase}",
        _ => null,
    };

    private static string Sentence(string message) => $"PostgreSQL: {message.TrimEnd('.')}.";
}
