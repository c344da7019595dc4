using Platform.Model.Serving.Scheduling;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

public sealed class BlockPoolTests
{
    private static readonly PrefixKey Root = PrefixKey.Root(0, null, null);

    [Fact]
    public void A_beginning_is_found_again_in_full_blocks_only_and_the_last_token_is_left()
    {
        var pool = new BlockPool(8);
        var tokens = Enumerable.Range(0, 48).ToArray();
        var first = new BlockTable(pool, 16, Root, share: true);
        first.TryGrow(40).ShouldBeTrue();
        first.Advance(40, tokens);
        first.Release();

        Found(pool, tokens[..40]).ShouldBe(32);
        Found(pool, tokens[..32]).ShouldBe(16);
        Found(pool, [.. tokens[..20], 99, .. tokens[21..40]]).ShouldBe(16);
        Found(pool, [99, .. tokens[1..40]]).ShouldBe(0);
        pool.Used.ShouldBe(0);
    }

    [Fact]
    public void Keys_differ_by_adapter_tenant_and_salt()
    {
        PrefixKey[] roots = [Root, PrefixKey.Root(1, null, null), PrefixKey.Root(0, "", null), PrefixKey.Root(0, "a", "bc"), PrefixKey.Root(0, "ab", "c"), PrefixKey.Root(0, "a", null), PrefixKey.Root(0, null, "a")];

        roots.Distinct().Count().ShouldBe(roots.Length);
    }

    [Fact]
    public void The_longest_unused_block_is_taken_first_and_the_beginning_of_a_text_last()
    {
        var pool = new BlockPool(4);
        var table = new BlockTable(pool, 16, Root, share: true);
        var tokens = Enumerable.Range(0, 64).ToArray();
        table.TryGrow(64).ShouldBeTrue();
        table.Advance(64, tokens);
        table.Release();

        pool.TryTake(out _).ShouldBeTrue();

        Found(pool, [.. tokens, 1]).ShouldBe(48);
    }

    [Fact]
    public void Whatever_sequences_do_every_block_is_accounted_for()
    {
        var (random, pool) = (new Random(6), new BlockPool(32));
        var tables = new List<(BlockTable Table, int[] Tokens)>();

        for (var turn = 0; turn < 5000; turn++)
        {
            if (tables.Count > 0 && random.Next(3) == 0)
            {
                var at = random.Next(tables.Count);
                tables[at].Table.Release();
                tables.RemoveAt(at);
            }
            else
            {
                int[] tokens = [.. Enumerable.Repeat(random.Next(3), random.Next(1, 6) * 16), 7];
                var table = new BlockTable(pool, 16, Root, share: true);
                table.Attach(tokens);
                if (table.TryGrow(tokens.Length))
                {
                    table.Advance(tokens.Length, tokens);
                    tables.Add((table, tokens));
                }
                else
                {
                    table.Release();
                }
            }

            var used = tables.SelectMany(t => t.Table.Blocks.ToArray()).Distinct().ToList();
            pool.Used.ShouldBe(used.Count);
            pool.Free.ShouldBe(32 - used.Count);
        }

        foreach (var (table, _) in tables)
            table.Release();
        pool.Used.ShouldBe(0);
        Should.Throw<InvalidOperationException>(() => pool.Release(0));
    }

    private static int Found(BlockPool pool, int[] tokens)
    {
        var table = new BlockTable(pool, 16, Root, share: true);
        var found = table.Attach(tokens);
        table.Release();
        return found;
    }
}
