using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Tests.Host.Database;

/// <summary>The database itself keeps the rows of organisations apart.</summary>
public sealed class OrganisationRowsTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_table_is_guarded_except_the_one_of_migrations()
    {
        await using var connection = new NpgsqlConnection(service.Database.ConnectionString);
        var open = await connection.QueryAsync<string>(
            """
            select relname from pg_class c
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
              and not (relrowsecurity and exists (
                select from pg_policy p where polrelid = c.oid
                  and pg_get_expr(polqual, polrelid) like '%organisation_id = current_setting(''scoring_fairness.organisation''%'
                  and pg_get_expr(polwithcheck, polrelid) = pg_get_expr(polqual, polrelid)))
            """);
        Assert.Equal(["schemaversions"], open);
    }

    [Fact]
    public async Task A_statement_that_names_no_organisation_finds_only_its_own_rows()
    {
        await using var source = NpgsqlDataSource.Create(service.Database.ConnectionString);
        var database = new OrganisationDatabase(source);
        foreach (var organisation in (string[])["north", "south"])
        {
            await service.Database.ScalarAsync<object>($"insert into organisations (organisation_id) values ('{organisation}')");
            await using var own = await database.OpenAsync(organisation, Cancellation);
            await own.ExecuteAsync(
                "insert into items (organisation_id, item_id, scale_min, scale_max, scale_step) values (@organisation, 'q', 0, 1, 1)", new { organisation });
        }
        await using (var south = await database.OpenAsync("south", Cancellation))
        {
            Assert.Equal(["south"], await south.QueryAsync<string>("select organisation_id from items"));
            Assert.Equal(0, await south.ExecuteAsync("update items set prompt = 'x' where organisation_id = 'north'"));
            Assert.Equal(0, await south.ExecuteAsync("delete from items where organisation_id = 'north'"));
            var refused = await Assert.ThrowsAsync<PostgresException>(() => south.ExecuteAsync(
                "insert into items (organisation_id, item_id, scale_min, scale_max, scale_step) values ('north', 'theirs', 0, 1, 1)"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            await Assert.ThrowsAsync<PostgresException>(() => south.ExecuteAsync("update schemaversions set scriptname = ''"));
        }
        // The connection that was lent to an organisation comes back as nobody's.
        await using var plain = await source.OpenConnectionAsync(Cancellation);
        Assert.NotEqual(OrganisationDatabase.Role, await plain.ExecuteScalarAsync<string>("select current_user"));
        Assert.True(string.IsNullOrEmpty(await plain.ExecuteScalarAsync<string?>("select current_setting('scoring_fairness.organisation', true)")));
    }
}
