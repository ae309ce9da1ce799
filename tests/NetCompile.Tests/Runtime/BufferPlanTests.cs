using NetCompile.Runtime;

namespace NetCompile.Tests.Runtime;

public class BufferPlanTests
{
    [Fact]
    public void AChainNeedsTwoPlaces()
    {
        BufferPlan plan = new();
        int[] starts = [.. Enumerable.Range(0, 10).Select(step => plan.Place(50, step, step + 1))];
        Assert.Equal(128, plan.Length);
        Assert.Equal([0, 64, 0, 64, 0, 64, 0, 64, 0, 64], starts);
    }

    [Fact]
    public void ValuesNeededTogetherNeverShareMemory()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            BufferPlan plan = new();
            List<(int Start, int Count, int First, int Last)> values = [];
            for (int step = 0; step < 40; step++)
            {
                int count = random.Next(0, 200), last = step + 1 + random.Next(0, 6);
                int start = plan.Place(count, step, last);
                Assert.True(start + count <= plan.Length);
                Assert.Equal(0, start % 16);
                foreach ((int otherStart, int otherCount, int otherFirst, int otherLast) in values.Where(v => v.Last >= step))
                {
                    Assert.True(start + count <= otherStart || otherStart + otherCount <= start, $"seed {seed}: step {step} overlaps the value of step {otherFirst}");
                }

                values.Add((start, count, step, last));
            }
        }
    }
}
