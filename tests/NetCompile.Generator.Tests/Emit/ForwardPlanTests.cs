using NetCompile.Generator.Emit;
using NetCompile.Models;
using NetCompile.TestSupport;

namespace NetCompile.Generator.Tests.Emit;

public class ForwardPlanTests
{
    [Fact]
    public void A_chain_of_layers_needs_two_buffers_and_computes_activations_in_the_layers()
    {
        ForwardPlan plan = ForwardPlan.Create(RandomNetworks.Chain(new Random(1), 5, 50, 40, 50, 30, 5));
        Assert.Equal(5, plan.Steps.Length);
        Assert.Equal([true, true, true, true, false], plan.Steps.Select(s => s.Activation is ReluOperator));
        Assert.Equal([50, 40], plan.BufferSizes.AsEnumerable());
        Assert.Equal(ValuePlace.Input, plan.Steps[0].Sources[0]);
        Assert.Equal(ValuePlace.Output, plan.Steps[^1].Target);
    }

    [Fact]
    public void No_step_writes_the_input_or_a_buffer_that_it_reads_unless_it_works_element_by_element()
    {
        foreach (string name in TestModels.Names)
        {
            ForwardPlan plan = ForwardPlan.Create(TestModels.Create(name));
            foreach (ForwardStep step in plan.Steps)
            {
                Assert.NotEqual(PlaceKind.Input, step.Target.Kind);
                if (step.Operator is DenseOperator or GatherOperator)
                {
                    Assert.DoesNotContain(step.Target, step.Sources);
                }
            }
        }
    }

    [Fact]
    public void A_value_that_is_used_twice_is_not_overwritten_between()
    {
        // Executed with tags for values: every source must still hold what its operator put there.
        foreach (string name in TestModels.Names)
        {
            NetworkModel model = TestModels.Create(name);
            Dictionary<ValuePlace, int> holds = new() { [ValuePlace.Input] = 0 };
            foreach (ForwardStep step in ForwardPlan.Create(model).Steps.Where(s => s.Operator is not InputOperator))
            {
                for (int i = 0; i < step.Sources.Length; i++)
                {
                    Assert.Equal(step.Operator.Sources[i], holds[step.Sources[i]]);
                }

                holds[step.Target] = (step.Activation ?? step.Operator).Id;
            }

            Assert.True(model.Output == 0 || holds[ValuePlace.Output] == model.Output, name);
        }
    }

    [Fact]
    public void Operators_that_the_output_does_not_need_are_left_out()
    {
        NetworkModel model = TestModels.Create("dead operators");
        Assert.Equal(2, ForwardPlan.Create(model).Steps.Length);
    }
}
