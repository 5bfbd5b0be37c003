using System.Text.Json;
using Dapper;
using Npgsql;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Json;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>Where the making of models stands.</summary>
internal sealed class ChatTunings(OrganisationDatabase database, ChatContext context, ChatEndpoint endpoint)
{
    /// <summary>Those of whatever organisation that are not over, or left files at a provider.</summary>
    public static async Task<IReadOnlyList<ChatTuningRow>> UnfinishedAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        (await connection.QueryAsync<ChatTuningRow>(new CommandDefinition(
            $"{ChatTuningRow.Select} where not is_over or training_file is not null or validation_file is not null",
            cancellationToken: cancellation))).AsList();

    public async Task<ChatTuning?> FindAsync(string key, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(context.OrganisationId, cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<ChatTuningRow>(
            $"{ChatTuningRow.Select} where organisation_id = @OrganisationId and tuning_key = @key", new { context.OrganisationId, key });
        return row?.ToTuning();
    }

    /// <summary>Stores it as this fit's.</summary>
    public async Task SaveAsync(ChatTuning tuning)
    {
        await using var connection = await database.OpenAsync(context.OrganisationId);
        await connection.ExecuteAsync(
            """
            insert into chat_tunings (organisation_id, tuning_key, endpoint, base_model, audit_id, fit_no, training_file, validation_file, sending_no,
                                      job_id, model, is_over, error, epochs)
            values (@OrganisationId, @Key, @endpoint, @BaseModel, @AuditId, @FitNo, @TrainingFile, @ValidationFile, @Sending,
                    @Job, @Model, @IsOver, @Error, @epochs::jsonb)
            on conflict (organisation_id, tuning_key) do update set
              audit_id = excluded.audit_id, fit_no = excluded.fit_no, training_file = excluded.training_file, validation_file = excluded.validation_file,
              sending_no = excluded.sending_no, job_id = excluded.job_id, model = excluded.model, is_over = excluded.is_over, error = excluded.error,
              epochs = excluded.epochs, changed_at = now()
            """,
            new
            {
                context.OrganisationId,
                tuning.Key,
                endpoint = endpoint.Name,
                tuning.BaseModel,
                context.AuditId,
                context.FitNo,
                tuning.TrainingFile,
                tuning.ValidationFile,
                tuning.Sending,
                tuning.Job,
                tuning.Model,
                tuning.IsOver,
                tuning.Error,
                epochs = JsonSerializer.Serialize(tuning.Epochs, ContractJson.Options),
            });
    }
}

/// <summary>A row of <c>chat_tunings</c>.</summary>
internal sealed class ChatTuningRow
{
    public const string Select =
        """
        select organisation_id, tuning_key, endpoint, base_model, audit_id, fit_no, training_file, validation_file, sending_no, job_id, model, is_over, error,
               epochs::text as epochs
        from chat_tunings
        """;

    public required string OrganisationId { get; init; }

    public required string TuningKey { get; init; }

    public required string Endpoint { get; init; }

    public required string BaseModel { get; init; }

    public required string AuditId { get; init; }

    public int FitNo { get; init; }

    public string? TrainingFile { get; init; }

    public string? ValidationFile { get; init; }

    public long? SendingNo { get; init; }

    public string? JobId { get; init; }

    public string? Model { get; init; }

    public bool IsOver { get; init; }

    public string? Error { get; init; }

    public required string Epochs { get; init; }

    public ChatTuning ToTuning() => new()
    {
        Key = TuningKey,
        BaseModel = BaseModel,
        IsBegun = true,
        TrainingFile = TrainingFile,
        ValidationFile = ValidationFile,
        Sending = SendingNo,
        Job = JobId,
        Model = Model,
        IsOver = IsOver,
        Error = Error,
        Epochs = JsonSerializer.Deserialize<EpochRecord[]>(Epochs, ContractJson.Options)!,
    };
}
